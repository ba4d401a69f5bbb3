package dev.rlhf.operator.act;

import dev.rlhf.manifest.RLHFRun;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was written last of each run, while the cache may not show it yet: so a run need not be read
 * again before each decision. One that is forgotten is decided on as the cache has it, and the API
 * server refuses what is written upon an older version.
 */
public final class LastWrites {
  private static final int MOST = 1_000;

  /**
   * @param before the versions that were written upon, one after the other
   */
  private record Chain(Set<String> before, RLHFRun last) {}

  private final Map<String, Chain> byUid =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Chain> eldest) {
          return size() > MOST;
        }
      };

  /**
   * The newer one of what the cache has and of what was written: the latter where it was written
   * upon the former, since nothing lies between the two.
   */
  public synchronized RLHFRun orNewer(RLHFRun cached) {
    Chain chain = byUid.get(uid(cached));
    if (chain == null) {
      return cached;
    }
    if (chain.before.contains(version(cached))) {
      return chain.last;
    }
    byUid.remove(uid(cached));
    return cached;
  }

  synchronized void add(RLHFRun decidedOn, RLHFRun written) {
    String upon = version(decidedOn);
    Chain known = byUid.remove(uid(written));
    Stream<String> earlier =
        known != null && version(known.last).equals(upon) ? known.before.stream() : Stream.empty();
    byUid.put(
        uid(written),
        new Chain(
            Stream.concat(earlier, Stream.of(upon)).collect(Collectors.toUnmodifiableSet()),
            written));
  }

  private static String uid(RLHFRun run) {
    return run.getMetadata().getUid();
  }

  private static String version(RLHFRun run) {
    return run.getMetadata().getResourceVersion();
  }
}

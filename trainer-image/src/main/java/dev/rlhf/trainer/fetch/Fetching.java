package dev.rlhf.trainer.fetch;

import dev.rlhf.manifest.FetchedSource;
import dev.rlhf.plan.FetchConfig;
import dev.rlhf.plan.FetchConfig.Wanted;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.Space;
import dev.rlhf.trainer.service.Access;
import dev.rlhf.trainer.service.Persistence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches what a run starts from, one source after the other. */
public final class Fetching {
  private static final Logger LOG = LoggerFactory.getLogger(Fetching.class);

  private final FetchConfig config;
  private final SourceServices services;
  private final SourceStore store;
  private final Persistence.Pause pause;

  /**
   * @param environment gives the value of a variable, or null: secrets are nowhere else
   */
  public Fetching(FetchConfig config, UnaryOperator<String> environment) {
    this(config, environment, Clock.systemUTC(), wait -> Thread.sleep(wait.toMillis()));
  }

  Fetching(
      FetchConfig config, UnaryOperator<String> environment, Clock clock, Persistence.Pause pause) {
    this.config = config;
    this.services = new SourceServices(new Access(config.services(), environment, clock));
    this.store =
        new SourceStore(
            Path.of(config.root()), config.run().folder(), Space.ofVolume(), pause, clock);
    this.pause = pause;
  }

  /**
   * All of it, in its place on the volume.
   *
   * @throws InvalidInputException when a source is refused; it names the field
   * @throws IOException when one does not come though it might; likewise
   */
  public List<FetchedSource> run() throws IOException {
    List<FetchedSource> fetched = new ArrayList<>();
    for (Wanted wanted : config.sources()) {
      fetched.add(fetch(wanted));
    }
    return fetched;
  }

  private FetchedSource fetch(Wanted wanted) throws IOException {
    try (Remote remote = services.of(wanted)) {
      Listing listing = new Persistence(pause).until(remote::list);
      LOG.info(
          "{} is {}: {} files, {} bytes",
          wanted.uri(),
          listing.revision(),
          listing.files().size(),
          listing.bytes());
      SourceStore.Kept kept = store.keep(wanted, remote, listing);
      return new FetchedSource(wanted.uri(), listing.revision(), kept.path(), kept.digest());
    } catch (InvalidInputException e) {
      throw new InvalidInputException(named(wanted, e), e);
    } catch (IOException e) {
      throw new IOException(named(wanted, e), e);
    }
  }

  private static String named(Wanted wanted, Exception e) {
    return "%s: %s cannot be fetched: %s".formatted(wanted.field(), wanted.uri(), e.getMessage());
  }
}

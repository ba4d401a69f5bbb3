package dev.rlhf.trainer.local;

import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.FetchedSource;
import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.plan.FetchConfig;
import dev.rlhf.plan.Fetched;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.trainer.checkpoint.DurableFiles;
import dev.rlhf.trainer.fetch.Fetching;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a local run starts from and lies at a service: fetched into the run's folder once, and not
 * looked at again when the run goes on.
 *
 * @param environment gives the value of a variable, or null
 * @param err where people are told
 */
record LocalSources(RunFolder folder, UnaryOperator<String> environment, PrintStream err) {

  /** What is in the folder, after what was still to be fetched. */
  Fetched of(RunIdentity run, RLHFRunSpec spec) throws IOException {
    Fetched before = recorded(run);
    Optional<FetchConfig> config =
        FetchConfig.of(run, spec, folder.root().toString(), new LocalServices(environment).of(spec))
            .filter(wanted -> !wanted.isIn(before));
    return config.isPresent() ? fetch(config.get()) : before;
  }

  private Fetched recorded(RunIdentity run) throws IOException {
    Path file = folder.sources(run);
    return new Fetched(
        Files.exists(file)
            ? List.of(Documents.read(Files.readAllBytes(file), FetchedSource[].class))
            : List.of());
  }

  private Fetched fetch(FetchConfig config) throws IOException {
    config.sources().forEach(source -> err.printf("fetching %s%n", source.uri()));
    List<FetchedSource> fetched = new Fetching(config, environment).run();
    fetched.forEach(
        source ->
            err.printf(
                "%s is %s, in %s%n",
                source.uri(), source.revision(), folder.root().resolve(source.path())));
    DurableFiles.write(
        folder.sources(config.run()), Documents.json(fetched).getBytes(StandardCharsets.UTF_8));
    return new Fetched(fetched);
  }
}

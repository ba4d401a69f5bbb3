package dev.rlhf.trainer.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.Documents;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.fetch.Web.Answer;
import dev.rlhf.trainer.service.PassingException;
import dev.rlhf.trainer.service.Refusals;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A repository of a Hugging Face hub. A revision is turned into its commit first; every file is
 * then asked for by that commit, whatever becomes of the branch meanwhile.
 *
 * @param endpoint the hub's address
 */
record Hub(HubUri uri, String endpoint, Web web, Refusals refusals) implements Remote {
  private static final int MAX_LISTING = 64 << 20;
  private static final String LINKED_ETAG = "X-Linked-Etag";

  @Override
  public Listing list() throws IOException {
    JsonNode repository = repository();
    String commit = repository.path("sha").asText();
    if (!commit.matches("[0-9a-f]{40}")) {
      throw new InvalidInputException(
          "%s is no hub: it named no commit; write its address in sources.huggingFace.endpoint"
              .formatted(endpoint));
    }
    List<String> names = new ArrayList<>();
    repository.path("siblings").forEach(file -> names.add(file.path("rfilename").asText()));
    Selection selection =
        uri.dataset() ? Selection.ofData(names, uri.path()) : Selection.ofModel(names);
    List<RemoteFile> files = new ArrayList<>();
    for (String name : selection.names()) {
      files.add(file(commit, name));
    }
    return new Listing(commit, files, selection.main());
  }

  /** The commit is part of the key: what {@link #open} asks for does not move. */
  private RemoteFile file(String commit, String name) throws IOException {
    String key = "/%s%s/resolve/%s/%s".formatted(uri.kind(), uri.id(), commit, name);
    Answer answer = web.head(address(key), LINKED_ETAG);
    boolean linked = answer.header(LINKED_ETAG).isPresent();
    if (!linked) {
      answer.check(refusals);
    }
    if (answer.header("X-Repo-Commit").filter(said -> !said.equals(commit)).isPresent()) {
      throw new PassingException(
          "%s gave %s of another commit".formatted(endpoint, name), Optional.empty());
    }
    Optional<String> size = answer.header(linked ? "X-Linked-Size" : "Content-Length");
    return new RemoteFile(
        Selection.baseName(name),
        key,
        "",
        size.map(Long::parseLong)
            .orElseThrow(
                () ->
                    new PassingException(
                        "%s did not say how long %s is".formatted(endpoint, name),
                        Optional.empty())),
        Checksum.ofHub(answer.header(linked ? LINKED_ETAG : "ETag")));
  }

  @Override
  public Body open(RemoteFile file, long from) throws IOException {
    Map<String, String> range = from == 0 ? Map.of() : Map.of("Range", "bytes=%d-".formatted(from));
    Answer answer = web.get(address(file.key()), range);
    answer.check(refusals);
    boolean partial = answer.status() == HttpURLConnection.HTTP_PARTIAL;
    return new Body(answer.body(), partial ? ContentRange.from(answer) : 0, Optional.empty());
  }

  private JsonNode repository() throws IOException {
    String path =
        "/api/%s%s/revision/%s"
            .formatted(uri.dataset() ? "datasets/" : "models/", uri.id(), uri.revision());
    Answer answer = web.get(address(path), Map.of());
    answer.check(refusals);
    try (InputStream body = answer.body()) {
      return Documents.read(body.readNBytes(MAX_LISTING), JsonNode.class);
    } catch (IOException e) {
      throw new PassingException(
          "%s answered what cannot be understood: %s".formatted(endpoint, e.getMessage()), e);
    }
  }

  private URI address(String path) {
    String base = endpoint.replaceFirst("/+$", "");
    try {
      return URI.create(base + new URI(null, null, path, null).getRawPath());
    } catch (URISyntaxException e) {
      throw new InvalidInputException("'%s' is no path of a hub".formatted(path), e);
    }
  }
}

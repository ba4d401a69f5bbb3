package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tensor.FloatTransfer;
import dev.rlhf.trainer.tensor.SafeTensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The safetensors files of a folder, one or many, each tensor in exactly one of them. */
final class WeightFiles implements StoredWeights {

  static final String SINGLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";

  private static final Pattern PICKLE = Pattern.compile(".*\\.(bin|pt|pth|ckpt|pkl)");

  private static final Pattern SHARD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}");

  /** Old folders store what {@link RotaryFrequencies} computes, and masks of the causal order. */
  private static final Pattern COMPUTED =
      Pattern.compile(".*\\.(rotary_emb\\.inv_freq|(attn|attention)\\.(masked_)?bias)");

  private final Path folder;
  private final WeightNames names;
  private final Map<String, SafeTensorsFile> files = new LinkedHashMap<>();
  private final Map<String, SafeTensorsFile> tensors = new LinkedHashMap<>();

  private WeightFiles(Path folder, WeightNames names) {
    this.folder = folder;
    this.names = names;
  }

  static WeightFiles open(Path folder, WeightNames names) throws IOException {
    WeightFiles weights = new WeightFiles(folder, names);
    try {
      if (Files.exists(folder.resolve(SINGLE))) {
        SafeTensorsFile file = weights.file(SINGLE);
        file.names().forEach(name -> weights.tensors.put(name, file));
      } else if (Files.exists(folder.resolve(INDEX))) {
        weights.openShards();
      } else {
        throw missing(folder);
      }
      weights.addPrefix();
      return weights;
    } catch (IOException | RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  private SafeTensorsFile file(String name) throws IOException {
    SafeTensorsFile file = files.get(name);
    if (file == null) {
      file = SafeTensorsFile.open(folder.resolve(name));
      files.put(name, file);
    }
    return file;
  }

  private void openShards() throws IOException {
    Path index = folder.resolve(INDEX);
    JsonNode map = JsonFile.read(index).path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw new InvalidInputException(
          index + " has no weight_map of tensor names to files; download it again.");
    }
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String shard = entry.getValue().asText();
      if (!SHARD.matcher(shard).matches()) {
        throw new InvalidInputException(
            "%s names the file '%s'; write the name of a file beside it.".formatted(index, shard));
      }
      SafeTensorsFile file = file(shard);
      if (!file.names().contains(entry.getKey())) {
        throw new InvalidInputException(
            "%s has no tensor %s, although %s says so; download the folder again."
                .formatted(folder.resolve(shard), entry.getKey(), INDEX));
      }
      tensors.put(entry.getKey(), file);
    }
    checkOnlyIndexed();
  }

  private void checkOnlyIndexed() {
    files.forEach(
        (name, file) ->
            file.names().stream()
                .filter(tensor -> tensors.get(tensor) != file)
                .findFirst()
                .ifPresent(
                    tensor -> {
                      throw new InvalidInputException(
                          "%s has tensor %s, which %s does not place there; download the folder again."
                              .formatted(folder.resolve(name), tensor, INDEX));
                    }));
  }

  /** A folder of the decoder alone leaves its prefix out, and so does GPT-2's. */
  private void addPrefix() {
    if (tensors.keySet().stream().anyMatch(name -> name.startsWith(names.prefix()))) {
      return;
    }
    Map<String, SafeTensorsFile> stored = new LinkedHashMap<>(tensors);
    tensors.clear();
    stored.forEach(
        (name, file) -> {
          boolean head = name.equals(names.head()) || name.equals(WeightNames.REWARD_HEAD);
          tensors.put(head ? name : names.prefix() + name, file);
        });
  }

  /** The name in the file. */
  private String stored(String name) {
    Set<String> there = tensors.get(name).names();
    return there.contains(name) ? name : name.substring(names.prefix().length());
  }

  private static InvalidInputException missing(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      return content
          .map(path -> path.getFileName().toString())
          .filter(name -> PICKLE.matcher(name).matches())
          .sorted()
          .findFirst()
          .map(
              name ->
                  new InvalidInputException(
                      "%s holds pickled weights, which can run code when opened; convert the model with save_pretrained(..., safe_serialization=True)."
                          .formatted(folder.resolve(name))))
          .orElseGet(
              () ->
                  new InvalidInputException(
                      "%s holds no weights; put %s, or %s and its shards, there."
                          .formatted(folder, SINGLE, INDEX)));
    }
  }

  /**
   * Refuses tensors that are missing, unexpected, of another shape or of an unreadable type, before
   * any is read.
   */
  @Override
  public void check(Map<String, Shape> expected) {
    TreeSet<String> missing = new TreeSet<>(expected.keySet());
    missing.removeAll(tensors.keySet());
    TreeSet<String> unexpected = new TreeSet<>(tensors.keySet());
    unexpected.removeAll(expected.keySet());
    unexpected.removeIf(name -> COMPUTED.matcher(name).matches());
    if (!expected.containsKey(names.head())) {
      unexpected.remove(names.head());
    }
    if (!missing.isEmpty() || !unexpected.isEmpty()) {
      throw new InvalidInputException(
          "The weights in %s do not fit config.json: %s."
              .formatted(folder, difference(missing, unexpected)));
    }
    expected.forEach(this::check);
  }

  private static String difference(TreeSet<String> missing, TreeSet<String> unexpected) {
    String gone = missing.isEmpty() ? "" : "missing " + some(missing);
    String more = unexpected.isEmpty() ? "" : "unexpected " + some(unexpected);
    return gone + (gone.isEmpty() || more.isEmpty() ? "" : ", ") + more;
  }

  private static String some(TreeSet<String> names) {
    String first = String.join(", ", names.stream().limit(3).toList());
    return names.size() > 3 ? first + " and " + (names.size() - 3) + " more" : first;
  }

  private void check(String name, Shape shape) {
    Shape stored = tensors.get(name).shape(stored(name));
    if (!stored.equals(shape)) {
      throw new InvalidInputException(
          "Tensor %s in %s has the shape %s, but config.json asks for %s."
              .formatted(name, folder, stored, shape));
    }
    tensors.get(name).checkReadable(stored(name));
  }

  @Override
  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  @Override
  public NDArray read(String name, FloatTransfer transfer, NDManager owner) throws IOException {
    return tensors.get(name).read(stored(name), transfer, owner);
  }

  @Override
  public void close() throws IOException {
    for (SafeTensorsFile file : files.values()) {
      file.close();
    }
  }
}

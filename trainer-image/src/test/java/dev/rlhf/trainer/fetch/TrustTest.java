package dev.rlhf.trainer.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.rlhf.manifest.FetchedSource;
import dev.rlhf.plan.Services;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.service.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final byte[] ROWS = "{}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void aHubOfOnesOwnIsBelievedByItsBundleOnly() throws Exception {
    Path bundle = folder.resolve("ca.pem");
    try (LocalHub hub = new LocalHub(https(bundle)).has("rows.jsonl", ROWS)) {
      FetchedSource rows = fetch(hub, bundle).data("hf://datasets/org/name@main");
      assertThat(folder.resolve(rows.path())).hasBinaryContent(ROWS);
      assertThatThrownBy(() -> fetch(hub, null).data("hf://datasets/org/name@main"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("PKIX path building failed");
    }
  }

  @Test
  void aBundleThatIsNoneIsRefused() throws IOException {
    Path bundle = Files.writeString(folder.resolve("ca.pem"), "hello");
    assertThatThrownBy(() -> Trust.with(bundle))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the file of sources.caBundle, holds no certificates");
    assertThatThrownBy(() -> Trust.with(folder.resolve("none.pem")))
        .isInstanceOf(InvalidInputException.class);
  }

  private FetchFixture fetch(LocalHub hub, Path bundle) {
    String address = hub.front().address().replace("http://", "https://");
    String ca = bundle == null ? null : bundle.toString();
    return new FetchFixture(folder, new Services(address, null, Services.REGION, null, ca));
  }

  private HttpsServer https(Path bundle)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path keys = folder.resolve("keys.p12");
    keytool(keys, "-genkeypair", "-keyalg", "RSA", "-dname", "CN=hub", "-ext", "san=ip:127.0.0.1");
    keytool(keys, "-exportcert", "-rfc", "-file", bundle.toString());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(KeyStore.getInstance(keys.toFile(), PASSWORD), PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return server;
  }

  private static void keytool(Path keys, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", keys.toString(), "-storepass", new String(PASSWORD), "-alias", "a"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}

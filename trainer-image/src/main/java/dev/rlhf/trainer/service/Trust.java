package dev.rlhf.trainer.service;

import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom to believe that they are who they say: those that Java believes, and some more. */
public final class Trust {
  private Trust() {}

  /** For Java's own client. */
  public static SSLSocketFactory sockets(TrustManager[] managers) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  /**
   * With the certificates of a bundle.
   *
   * @throws InvalidInputException when the file holds none
   */
  public static TrustManager[] with(Path bundle) throws IOException {
    try {
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates(bundle)) {
        all.setCertificateEntry("bundle-" + number++, certificate);
      }
      for (X509Certificate certificate : ofJava()) {
        all.setCertificateEntry("java-" + number++, certificate);
      }
      return managers(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has X.509", e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path bundle)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(bundle)) {
      var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (!found.isEmpty()) {
        return found;
      }
    } catch (java.security.cert.CertificateException | java.nio.file.NoSuchFileException e) {
      throw refused(bundle, e);
    }
    throw refused(bundle, null);
  }

  private static InvalidInputException refused(Path bundle, Exception cause) {
    return new InvalidInputException(
        "%s, the file of sources.caBundle, holds no certificates: write them in PEM, each from -----BEGIN CERTIFICATE----- on"
            .formatted(bundle),
        cause);
  }

  private static X509Certificate[] ofJava() throws GeneralSecurityException {
    return ((X509TrustManager) managers(null)[0]).getAcceptedIssuers();
  }

  private static TrustManager[] managers(KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}

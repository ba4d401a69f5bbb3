package dev.rlhf.trainer.fetch;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What an object store answers in its own way. */
record Reply(int status, String xml, Map<String, String> headers) {

  static Reply done(String xml) {
    return new Reply(200, xml, Map.of());
  }

  static Reply error(int status, String code) {
    return new Reply(
        status, "<Error><Code>%s</Code><Message>no</Message></Error>".formatted(code), Map.of());
  }

  void to(HttpExchange exchange) throws IOException {
    headers.forEach(exchange.getResponseHeaders()::add);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    } else {
      exchange.getResponseHeaders().add("Content-Type", "application/xml");
      FileServer.send(exchange, status, xml.getBytes(StandardCharsets.UTF_8));
    }
  }
}

package dev.rlhf.trainer.stage;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Everything that is logged, in a file as well, until it is closed. */
final class LogFile implements AutoCloseable {
  private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %msg%n%ex";

  private final FileAppender<ILoggingEvent> appender = new FileAppender<>();
  private final PatternLayoutEncoder encoder = new PatternLayoutEncoder();
  private final Logger root;

  LogFile(Path file) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    appender.start();
    root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
  }

  String file() {
    return appender.getFile();
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    appender.stop();
    encoder.stop();
  }
}

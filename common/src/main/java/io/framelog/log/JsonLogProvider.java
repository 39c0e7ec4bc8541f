package io.framelog.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * SLF4J's provider for {@link LogFormat#JSON}. It is not registered as a service, since slf4j-simple is; SLF4J takes it
 * if its system property names it. Levels are those of slf4j-simple's configuration. Thread-safe.
 */
public final class JsonLogProvider implements SLF4JServiceProvider {
    private final Map<String, JsonLogger> loggers = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final LogLevels levels = LogLevels.ofThisProgram();

    /** For SLF4J. */
    public JsonLogProvider() {}

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> loggers.computeIfAbsent(
                name, absent -> new JsonLogger(absent, levels.of(absent), line -> System.err.println(line)));
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return new NOPMDCAdapter();
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99"; // SLF4J's way to say: any 2.0
    }

    @Override
    public void initialize() {
        // Nothing to do: loggers are made when they are asked for.
    }
}

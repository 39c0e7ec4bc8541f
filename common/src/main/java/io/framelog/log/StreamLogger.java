package io.framelog.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Names a stream in front of every line, for a process that has several. As JSON, a line also has the member
 * {@code stream}. Thread-safe.
 */
public final class StreamLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    private final transient Logger logger;
    private final String stream;

    StreamLogger(Logger logger, String stream) {
        this.logger = logger;
        this.stream = stream;
    }

    /**
     * A logger for a stream's lines.
     *
     * @param stream empty if the lines need not name it
     */
    public static Logger of(Class<?> type, String stream) {
        Logger logger = LoggerFactory.getLogger(type);
        return stream.isEmpty() ? logger : new StreamLogger(logger, stream);
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable fault) {
        List<Object> all = new ArrayList<>();
        all.add(stream);
        all.add(String.valueOf(MessageFormatter.basicArrayFormat(pattern, arguments)));
        all.add(LogFields.of("stream", stream));
        if (arguments != null) {
            for (Object argument : arguments) {
                if (argument instanceof LogFields) {
                    all.add(argument);
                }
            }
        }
        if (fault != null) {
            all.add(fault);
        }
        logger.makeLoggingEventBuilder(level).log("{}: {}", all.toArray());
    }

    @Override
    public boolean isTraceEnabled() {
        return logger.isTraceEnabled();
    }

    @Override
    public boolean isDebugEnabled() {
        return logger.isDebugEnabled();
    }

    @Override
    public boolean isInfoEnabled() {
        return logger.isInfoEnabled();
    }

    @Override
    public boolean isWarnEnabled() {
        return logger.isWarnEnabled();
    }

    @Override
    public boolean isErrorEnabled() {
        return logger.isErrorEnabled();
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }
}

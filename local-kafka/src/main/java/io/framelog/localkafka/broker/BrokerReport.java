package io.framelog.localkafka.broker;

import java.util.Locale;
import java.util.Optional;

/**
 * What the broker's JVM tells the JVM that started it: one line on its standard output. Immutable.
 *
 * @param kind what happened
 * @param text Kafka's version where it is ready, else the reason in one line
 */
public record BrokerReport(Kind kind, String text) {

    /** What can be reported. */
    public enum Kind {
        /** Clients are answered. */
        READY,
        /** A port is used by another process. */
        PORT_TAKEN,
        /** The data folder is in use, or not what this broker can read. */
        DATA_UNUSABLE,
        /** Anything else that ended the start. */
        FAILED
    }

    private static final String PREFIX = "local-kafka ";

    /** The report as its line. */
    public String line() {
        return PREFIX + kind.name().toLowerCase(Locale.ROOT) + " "
                + text.lines().findFirst().orElse("");
    }

    /** The report that a line holds; empty for any other line. */
    public static Optional<BrokerReport> parse(String line) {
        for (Kind kind : Kind.values()) {
            String start = PREFIX + kind.name().toLowerCase(Locale.ROOT) + " ";
            if (line.startsWith(start)) {
                return Optional.of(new BrokerReport(kind, line.substring(start.length())));
            }
        }
        return Optional.empty();
    }
}

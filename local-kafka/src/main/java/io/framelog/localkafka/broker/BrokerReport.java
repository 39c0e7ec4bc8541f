package io.framelog.localkafka.broker;

import java.util.Locale;
import java.util.Optional;

/**
 * What the broker's JVM reports to its parent: one line on standard output. Immutable.
 *
 * @param kind what happened
 * @param text Kafka's version if it is ready, else the reason in one line
 */
public record BrokerReport(Kind kind, String text) {

    /** What can be reported. */
    public enum Kind {
        /** The broker answers clients. */
        READY,
        /** Another process uses the port. */
        PORT_TAKEN,
        /** The data folder is in use, or this broker cannot read it. */
        DATA_UNUSABLE,
        /** The start failed for any other reason. */
        FAILED
    }

    private static final String PREFIX = "local-kafka ";

    /** The report as a line. */
    public String line() {
        return PREFIX + kind.name().toLowerCase(Locale.ROOT) + " "
                + text.lines().findFirst().orElse("");
    }

    /** Parses a line; empty if it is not a report. */
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

package io.framelog.viewer.access;

import io.framelog.frame.StreamName;
import io.framelog.log.LogFields;
import java.net.InetAddress;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit log: one line for each login, each refusal, and each clip or link that is given away. Its logger is called
 * {@code audit}; as JSON, a line has what it tells as fields, too. What clients send is cut and printed without control characters. Thread-safe.
 */
public final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger("audit");
    private static final int MAX_TEXT = 200;

    /** Writes to the log of the process. */
    public Audit() {}

    void login(String name, InetAddress address) {
        LOG.info("login as '{}' from {}", printable(name), text(address), fields("login", name, address));
    }

    void loginRefused(String name, InetAddress address, String reason) {
        LOG.warn(
                "login as '{}' from {} refused: {}",
                printable(name),
                text(address),
                reason,
                fields("login-refused", name, address, "reason", reason));
    }

    /** A user has signed out. */
    public void logout(String name, InetAddress address) {
        LOG.info("'{}' has signed out from {}", printable(name), text(address), fields("logout", name, address));
    }

    /** A request was refused that did not try a password. */
    public void refused(String what, InetAddress address, String reason) {
        LOG.warn(
                "{} from {} refused: {}",
                printable(what),
                text(address),
                printable(reason),
                fields("refused", "", address, "request", what, "reason", reason));
    }

    /** A user has made a link. */
    public void linkMade(Share share, InetAddress address) {
        LOG.info(
                "'{}' has made a link to {} from {}",
                printable(share.issuer()),
                text(share),
                text(address),
                fields("link-made", share, address));
    }

    /** Somebody has opened a link. */
    public void linkOpened(Share share, InetAddress address) {
        LOG.info(
                "link of '{}' to {}, opened from {}",
                printable(share.issuer()),
                text(share),
                text(address),
                fields("link-opened", share, address));
    }

    /**
     * A part of a stream was downloaded.
     *
     * @param kind such as {@code mp4}
     * @param from when its first frame was captured
     * @param to where it ends
     */
    public void clip(StreamName stream, String kind, Instant from, String to, Identity client, InetAddress address) {
        LOG.info(
                "clip of '{}' as {} from {} to {} for '{}' from {}",
                printable(stream.toString()),
                kind,
                from,
                to,
                printable(client.name()),
                text(address),
                fields("clip", client.name(), address, "stream", stream.toString(), "kind", kind)
                        .with("from", from.toString())
                        .with("to", to));
    }

    /** A user has made the viewers forget a stream. */
    public void forgotten(StreamName stream, Identity client, InetAddress address) {
        LOG.info(
                "'{}' forgotten by '{}' from {}",
                printable(stream.toString()),
                printable(client.name()),
                text(address),
                fields("forgotten", client.name(), address, "stream", stream.toString()));
    }

    private static LogFields fields(String event, Share share, InetAddress address) {
        return fields(event, share.issuer(), address, "stream", share.stream().toString())
                .with("until", share.until().toString());
    }

    /** @param more names and values in turn */
    private static LogFields fields(String event, String user, InetAddress address, String... more) {
        LogFields fields =
                LogFields.of("event", event).with("user", printable(user)).with("address", text(address));
        for (int i = 0; i + 1 < more.length; i += 2) {
            fields = fields.with(more[i], printable(more[i + 1]));
        }
        return fields;
    }

    private static String text(Share share) {
        return "'" + printable(share.stream().toString()) + "'"
                + share.range()
                        .map(range -> " from " + range.from() + " to " + range.to())
                        .orElse("")
                + ", which ends at " + share.until();
    }

    private static String text(InetAddress address) {
        return address.getHostAddress();
    }

    private static String printable(String text) {
        String cut = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text;
        return cut.replaceAll("[\\p{Cntrl}\u2028\u2029]", "?");
    }
}

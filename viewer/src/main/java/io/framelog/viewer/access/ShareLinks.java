package io.framelog.viewer.access;

import io.framelog.frame.StreamName;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Issues and recognises share links: signed tokens that show one stream, or a part of it, to everybody who has the
 * link. No state is kept. A link ends at its end, and when its issuer is removed or no longer sees the stream.
 * Thread-safe.
 */
public final class ShareLinks {
    private static final String PURPOSE = "share";

    private final Signer signer;
    private final Supplier<Users> users;
    private final Clock clock;

    /** @param users the present users */
    public ShareLinks(Signer signer, Supplier<Users> users, Clock clock) {
        this.signer = signer;
        this.users = users;
        this.clock = clock;
    }

    /** Makes a link's token. */
    public String issue(Share share) {
        return signer.sign(
                PURPOSE,
                String.join(
                        "\n",
                        share.stream().toString(),
                        text(share.range().map(TimeRange::from)),
                        text(share.range().map(TimeRange::to)),
                        share.until().toString(),
                        share.issuer()));
    }

    private static String text(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse("");
    }

    /** What a token shows; empty if it is not genuine, or over. */
    public Optional<Share> find(String token) {
        return signer.verify(PURPOSE, token)
                .map(text -> List.of(text.split("\n", -1)))
                .map(parts -> new Share(
                        new StreamName(parts.get(0)),
                        instant(parts.get(1))
                                .flatMap(from -> instant(parts.get(2)).map(to -> new TimeRange(from, to))),
                        Instant.parse(parts.get(3)),
                        parts.get(4)))
                .filter(share -> clock.instant().isBefore(share.until()))
                .filter(share -> users.get()
                        .find(share.issuer())
                        .filter(user -> user.identity().sees(share.stream()))
                        .isPresent());
    }

    private static Optional<Instant> instant(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    }
}

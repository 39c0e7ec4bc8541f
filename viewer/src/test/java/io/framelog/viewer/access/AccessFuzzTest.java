package io.framelog.viewer.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.framelog.frame.StreamName;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Any bytes as a file of users, as a cookie and as a share link. */
class AccessFuzzTest {
    private static final String HASH = "$2a$04$" + "a".repeat(53);

    private final Clock clock = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
    private final Signer signer = new Signer(new byte[Signer.MIN_KEY]);
    private final Users users = Users.parse(List.of("ann:" + HASH, "ben:" + HASH + ":view:front"));
    private final Sessions sessions = new Sessions(signer, () -> users, clock);
    private final ShareLinks links = new ShareLinks(signer, () -> users, clock);

    @FuzzTest(maxDuration = "2m")
    void users(byte[] file) {
        String text = new String(file, UTF_8);
        List<String> lines = List.of(text.replace("H", HASH).split("\n", -1));
        try {
            for (User user : Users.parse(lines).all()) {
                assertEquals(user, User.parse(user.line()), "what is written is read again");
                assertTrue(user.line().chars().noneMatch(Character::isISOControl), user::line);
            }
        } catch (IllegalArgumentException e) {
            assertTrue(String.valueOf(e.getMessage()).startsWith("line "), e::getMessage);
            assertTrue(!String.valueOf(e.getMessage()).contains(HASH), "the hash stays secret");
        }
    }

    /** Whatever is not signed with the key is no session and no link. */
    @FuzzTest(maxDuration = "2m")
    void token(byte[] bytes) {
        String token = new String(bytes, UTF_8);
        assertTrue(sessions.user(token).isEmpty());
        assertTrue(links.find(token).isEmpty());
        String genuine = sessions.issue(users.find("ann").orElseThrow());
        assertTrue(links.find(genuine).isEmpty(), "a session is no link");
        // Base64 may be padded: that is the same token.
        sessions.user(genuine + token).ifPresent(user -> assertEquals("ann", user.name()));
    }

    /** A link shows the stream that it was made for, whatever its name is. */
    @FuzzTest(maxDuration = "2m")
    void link(FuzzedDataProvider data) {
        Instant until = clock.instant().plusSeconds(data.consumeInt(1, 1_000_000));
        Optional<TimeRange> range = data.consumeBoolean()
                ? Optional.of(new TimeRange(clock.instant(), clock.instant().plusNanos(data.consumeInt(1, 1_000_000))))
                : Optional.empty();
        byte[] key = data.consumeRemainingAsBytes();
        Optional<StreamName> name = StreamName.ofKey(key).filter(stream -> key.length > 0 && key.length < 200);
        if (name.isPresent()) {
            Share share = new Share(name.get(), range, until, "ann");
            assertEquals(Optional.of(share), links.find(links.issue(share)));
        }
    }
}

package io.framelog.viewer.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Signed tokens: sessions and share links. */
class SessionsTest {
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
    private static final String OTHER_HASH = UserTest.HASH.replace("SZ6q", "aZ6q");

    private final Signer signer = new Signer(new byte[32]);
    private Users users = Users.parse(List.of("max:" + UserTest.HASH, "eve:" + UserTest.HASH + ":view:front"));

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    private Sessions sessions(Signer key, Instant now) {
        return new Sessions(key, () -> users, at(now));
    }

    private ShareLinks links(Instant now) {
        return new ShareLinks(signer, () -> users, at(now));
    }

    private User max() {
        return users.find("max").orElseThrow();
    }

    @Test
    void sessionIsValidAtEachViewerWithTheSameKey() {
        String token = sessions(signer, START).issue(max());
        Sessions other = sessions(new Signer(new byte[32]), START.plus(Duration.ofDays(29)));
        assertEquals(Optional.of(max()), other.user(token));
        byte[] another = new byte[32];
        another[0] = 1;
        assertEquals(Optional.empty(), sessions(new Signer(another), START).user(token));
    }

    @Test
    void sessionEndsAfterItsTime() {
        String token = sessions(signer, START).issue(max());
        assertTrue(sessions(signer, START.plus(Sessions.LIFETIME).minusSeconds(1))
                .user(token)
                .isPresent());
        assertTrue(sessions(signer, START.plus(Sessions.LIFETIME)).user(token).isEmpty());
    }

    @Test
    void sessionEndsWithThePasswordAndWithTheUser() {
        Sessions sessions = sessions(signer, START);
        String token = sessions.issue(max());
        users = Users.parse(List.of("max:" + OTHER_HASH));
        assertTrue(sessions.user(token).isEmpty());
        users = Users.parse(List.of());
        assertTrue(sessions.user(token).isEmpty());
        users = Users.parse(List.of("max:" + UserTest.HASH + ":admin"));
        assertEquals(Role.ADMIN, sessions.user(token).orElseThrow().role(), "a changed role counts at once");
    }

    @Test
    void changedTokensAreNotGenuine() {
        Sessions sessions = sessions(signer, START);
        String token = sessions.issue(max());
        for (int index = 0; index < token.length(); index++) {
            char other = token.charAt(index) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, index) + other + token.substring(index + 1);
            // The last characters of Base64 may have bits that mean nothing.
            assertTrue(sessions.user(changed).map(user -> user.equals(max())).orElse(true), changed);
        }
        for (String wrong : List.of("", ".", "a.b", "é.é", token + "x", token.substring(0, token.indexOf('.') + 1))) {
            assertTrue(sessions.user(wrong).isEmpty(), wrong);
        }
        assertTrue(sessions.user("A".repeat(1_000_000) + ".A").isEmpty());
    }

    @Test
    void linkShowsItsStreamUntilItsEnd() {
        Share share = new Share(new StreamName("front"), Optional.empty(), START.plusSeconds(3600), "eve");
        String token = links(START).issue(share);
        assertEquals(Optional.of(share), links(START.plusSeconds(3599)).find(token));
        assertEquals(Optional.empty(), links(START.plusSeconds(3600)).find(token));
        Identity guest = share.identity();
        assertTrue(guest.sees(new StreamName("front")) && !guest.sees(new StreamName("yard")));
        assertEquals(Role.VIEW, guest.role());
    }

    @Test
    void linkKeepsItsRange() {
        Share share = new Share(
                new StreamName("front"),
                Optional.of(new TimeRange(START.minusSeconds(60), START)),
                START.plusSeconds(3600),
                "eve");
        assertEquals(Optional.of(share), links(START).find(links(START).issue(share)));
        assertThrows(IllegalArgumentException.class, () -> new TimeRange(START, START.minusSeconds(60)));
    }

    @Test
    void linkEndsWhenItsIssuerNoLongerSeesTheStream() {
        Share share = new Share(new StreamName("front"), Optional.empty(), START.plusSeconds(3600), "eve");
        String token = links(START).issue(share);
        users = Users.parse(List.of("eve:" + UserTest.HASH + ":view:yard"));
        assertTrue(links(START).find(token).isEmpty());
        users = Users.parse(List.of());
        assertTrue(links(START).find(token).isEmpty());
    }

    @Test
    void linkIsNoSession() {
        Share share = new Share(new StreamName("front"), Optional.empty(), START.plusSeconds(3600), "eve");
        assertTrue(sessions(signer, START).user(links(START).issue(share)).isEmpty());
        assertTrue(links(START).find(sessions(signer, START).issue(max())).isEmpty());
    }
}

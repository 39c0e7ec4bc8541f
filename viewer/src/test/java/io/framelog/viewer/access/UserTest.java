package io.framelog.viewer.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserTest {
    static final String HASH = "$2y$05$abcdefghijklmnopqrstuuSZ6q4ILJgz0LmYV9Ta4y2rM2YVBZyJa";

    @Test
    void lineOfHtpasswdMaySeeEverything() {
        User user = User.parse("max:" + HASH);
        assertEquals(new User("max", HASH, Role.VIEW, Optional.empty()), user);
        assertTrue(user.identity().sees(new StreamName("front")));
    }

    @Test
    void readsWhatItWrites() {
        User user = new User(
                "Ännä b", HASH, Role.ADMIN, Optional.of(Set.of(new StreamName("front"), new StreamName("yard.2"))));
        assertEquals("Ännä b:" + HASH + ":admin:front,yard.2", user.line());
        assertEquals(user, User.parse(user.line()));
    }

    @Test
    void listOfStreamsIsAllThatIsSeen() {
        Identity some = User.parse("max:" + HASH + ":view:front").identity();
        assertTrue(some.sees(new StreamName("front")));
        assertFalse(some.sees(new StreamName("yard")));
        assertFalse(User.parse("max:" + HASH + ":view:").identity().sees(new StreamName("front")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max",
                "max:",
                "max:secret",
                "max:$apr1$abcdefgh$ABCDEFGHIJKLMNOPQRSTU.",
                "max:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
                "max:$2y$31$abcdefghijklmnopqrstuuSZ6q4ILJgz0LmYV9Ta4y2rM2YVBZyJa"
            })
    void refusesOtherHashesWithoutRepeatingThem(String line) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> User.parse(line))
                .getMessage());
        assertFalse(message.contains("secret") || message.contains("abcdefgh") || message.contains("W6ph"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {":x", " max:x", "max\u0007:x", "max:h:boss", "max:h:view:a:b"})
    void refusesWrongLines(String line) {
        String text = line.replace(":x", ":" + HASH).replace(":h", ":" + HASH);
        assertThrows(IllegalArgumentException.class, () -> User.parse(text));
    }

    @Test
    void namesTheLineThatIsWrong() {
        List<String> lines = List.of("# people", "", "max:" + HASH, "eve:plain");
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Users.parse(lines))
                .getMessage());
        assertTrue(message.startsWith("line 4: the password of 'eve' must be hashed with bcrypt"), message);
        String twice = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> Users.parse(List.of("max:" + HASH, "max:" + HASH)))
                        .getMessage());
        assertEquals("line 2: there is another line for 'max'", twice);
    }
}

package io.framelog.viewer.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Base64;

/** Any text as a name and a password. */
class CredentialsFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void header(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        assertTrue(Credentials.parse(text).isEmpty() || text.regionMatches(true, 0, "basic", 0, 5));
        Credentials.parse("Basic " + text)
                .ifPresent(found -> assertTrue(found.name().indexOf(':') < 0, found::toString));
        String both = Base64.getEncoder().encodeToString(("ann:" + text).getBytes(UTF_8));
        assertEquals(text, Credentials.parse("basic " + both).orElseThrow().password());
    }
}

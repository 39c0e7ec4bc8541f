package io.framelog.viewer.history;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Any text as a moment in an address. */
class MomentFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void moment(byte[] text) {
        try {
            Moment.parse(new String(text, StandardCharsets.UTF_8), Instant.EPOCH);
        } catch (IllegalArgumentException e) {
            // the answer is 400
        }
    }
}

package io.framelog.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamName;
import io.framelog.viewer.clip.ClipLimits;
import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.http.CrossOrigin;
import io.framelog.viewer.http.FrameAncestors;
import io.framelog.viewer.timeline.TimelineLimits;
import io.framelog.viewer.tls.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1", "localhost"})
    void staysSilentIfOnlyThisMachineReachesIt(String host) {
        assertEquals(Optional.empty(), warning(host, false, false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void saysWhatIsMissing(String host) {
        assertTrue(warning(host, false, false, false)
                .orElse("")
                .contains("set --users, --tls-certificate and --tls-key; --insecure silences this"));
        assertTrue(warning(host, false, true, false).orElse("").contains("set --users; --insecure silences this"));
        assertTrue(warning(host, true, false, false).orElse("").contains("without encryption"));
    }

    @Test
    void staysSilentIfItIsProtectedOrMeantToBeOpen() {
        assertEquals(Optional.empty(), warning("0.0.0.0", true, true, false));
        assertEquals(Optional.empty(), warning("0.0.0.0", false, false, true));
    }

    private static Optional<String> warning(String host, boolean users, boolean tls, boolean insecure) {
        Path file = Path.of("file");
        return Exposure.warning(new ViewerOptions(
                host,
                0,
                tls ? Optional.of(new TlsFiles(file, file)) : Optional.empty(),
                StreamName.DEFAULT,
                1,
                1,
                SendBuffer.BY_FRAME,
                Duration.ZERO,
                Duration.ZERO,
                1,
                1,
                ClipLimits.DEFAULT,
                TimelineLimits.DEFAULT,
                CrossOrigin.NONE,
                FrameAncestors.NONE,
                new AccessSettings(
                        users ? Optional.of(new AccessSettings.Users(file, file)) : Optional.empty(),
                        List.of(),
                        List.of(),
                        insecure,
                        0,
                        0),
                Optional.empty()));
    }
}

package io.framelog.localkafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framelog.localkafka.access.Access;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalKafkaOptionsTest {

    private static final LocalKafkaOptions DEFAULTS = LocalKafkaOptions.defaults();

    @Test
    void changesOneOptionAtATime() {
        LocalKafkaOptions options = DEFAULTS.withPort(9092)
                .withData(Path.of("data"))
                .withHeap("1g")
                .withVerbose(true)
                .withAccess(Access.MUTUAL_TLS);

        assertEquals(
                new LocalKafkaOptions(9092, Path.of("data"), "1g", true, DEFAULTS.startTimeout(), Access.MUTUAL_TLS),
                options);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void refusesAnInvalidPort(int port) {
        assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withPort(port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "much", "0", "512mb", "-1g", "512m -version"})
    void refusesAnInvalidHeap(String heap) {
        assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withHeap(heap));
    }
}

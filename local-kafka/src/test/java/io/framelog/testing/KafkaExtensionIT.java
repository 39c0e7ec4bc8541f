package io.framelog.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class KafkaExtensionIT {

    private static final Pattern CHOICE =
            Pattern.compile("Tests use local-kafka at localhost:([0-9]+) \\(set by FRAMELOG_TEST_KAFKA\\)");

    @Test
    void sharesOneBrokerPrintsWhichAndStopsItAtTheEnd() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream standardOut = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try (LauncherSession session = LauncherFactory.openSession()) {
            // As Failsafe does with several JVMs: each class is executed alone.
            for (Class<?> tests : List.of(First.class, Second.class)) {
                SummaryGeneratingListener summary = new SummaryGeneratingListener();
                session.getLauncher()
                        .execute(
                                LauncherDiscoveryRequestBuilder.request()
                                        .selectors(selectClass(tests))
                                        .configurationParameter("FRAMELOG_TEST_KAFKA", "local")
                                        .build(),
                                summary);
                assertEquals(1, summary.getSummary().getTestsSucceededCount());
            }
        } finally {
            System.setOut(standardOut);
        }

        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(1, lines.size(), lines::toString);
        Matcher choice = CHOICE.matcher(lines.get(0));
        assertTrue(choice.matches(), lines::toString);
        int port = Integer.parseInt(choice.group(1));
        assertThrows(IOException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
    }

    @ExtendWith(KafkaExtension.class)
    static class First {

        @Test
        void isGivenABroker(TestKafka kafka) throws IOException {
            assertAnswers(kafka);
        }
    }

    @ExtendWith(KafkaExtension.class)
    static class Second {

        @Test
        void isGivenTheSameBroker(TestKafka kafka) throws IOException {
            assertAnswers(kafka);
        }
    }

    private static void assertAnswers(TestKafka kafka) throws IOException {
        int port = Integer.parseInt(kafka.bootstrapServer().replaceFirst(".*:", ""));
        new Socket(InetAddress.getLoopbackAddress(), port).close();
    }
}

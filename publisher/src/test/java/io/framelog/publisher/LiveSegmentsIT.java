package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.Frame;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Live HLS and DASH: an encoder writes pieces of several seconds, and each can be read when it is complete. The program
 * ffmpeg makes them at the pace of the clock; without it the test is skipped.
 */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class LiveSegmentsIT {
    private static final int FRAMES_PER_SECOND = 10;
    private static final int FRAME_MICROS = 1_000_000 / FRAMES_PER_SECOND;

    private final TestKafka kafka;
    private final String topic;
    private final Path folder;

    LiveSegmentsIT(TestKafka kafka, @TempDir Path folder) {
        this.kafka = kafka;
        this.folder = folder;
        topic = kafka.uniqueName("segments");
    }

    @ParameterizedTest
    @CsvSource({"hls, 10, 150", "hls, 2, 60", "dash, 2, 60"})
    void framesOfASegmentAreSpreadByTheirTimes(String format, int seconds, int count) throws Exception {
        assumeTrue(isInstalled("ffmpeg"), "ffmpeg is not installed");
        Process encoder = encode(format, seconds);
        HttpServer server = serve();
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.start();
        try {
            awaitSegment();
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/" + playlist(format);
            try (ServiceProcess publisher = publish(url)) {
                publisher.awaitLine("created the topic " + topic + "s");
                List<Frame> frames;
                try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
                    frames = reader.readUntil(read -> read.size() >= count);
                }
                publisher.signal("INT");
                assertEquals(130, publisher.awaitExit(), publisher.output());
                assertFalse(publisher.output().contains("open it again"), publisher.output());
                // Until the topics are made, a slow machine may drop frames.
                assertSpread(frames.subList(FRAMES_PER_SECOND, count), seconds);
            }
            List<StreamEvent> events = EventReader.readUntil(kafka.bootstrapServer(), topic, read -> read.stream()
                    .anyMatch(event -> event.type().equals(EventType.ENDED)));
            assertEquals(
                    List.of(EventType.STARTED, EventType.ENDED),
                    events.stream().map(StreamEvent::type).toList());
        } finally {
            encoder.destroyForcibly().waitFor();
            server.stop(0);
            threads.shutdownNow();
        }
    }

    /** A burst would have hundreds of frames at one time, and then none until the next segment. */
    private static void assertSpread(List<Frame> frames, int seconds) {
        long[] gaps = IntStream.range(1, frames.size())
                .mapToLong(
                        i -> frames.get(i).capturedMicros() - frames.get(i - 1).capturedMicros())
                .sorted()
                .toArray();
        long even = Arrays.stream(gaps)
                .filter(gap -> Math.abs(gap - FRAME_MICROS) < FRAME_MICROS / 5)
                .count();
        assertTrue(even > 0.95 * gaps.length, even + " of " + gaps.length + " even: " + Arrays.toString(gaps));
        // The first segment may be over before the next is there: then the rest is later for good.
        assertTrue(gaps[gaps.length - 2] < 500_000, "the longest: " + gaps[gaps.length - 2] + " us");
        assertTrue(gaps[gaps.length - 1] < seconds * 1_500_000L, "the longest: " + gaps[gaps.length - 1] + " us");
    }

    private static String playlist(String format) {
        return format.equals("hls") ? "live.m3u8" : "live.mpd";
    }

    private Process encode(String format, int seconds) throws IOException {
        String time = Integer.toString(seconds);
        String rate = Integer.toString(FRAMES_PER_SECOND);
        List<String> pieces = format.equals("hls")
                ? List.of("-f", "hls", "-hls_time", time, "-hls_list_size", "5", "-hls_flags", "delete_segments")
                : List.of("-f", "dash", "-seg_duration", time, "-window_size", "5");
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-re"));
        command.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=160x120:rate=" + rate));
        command.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"));
        command.addAll(List.of("-g", Integer.toString(FRAMES_PER_SECOND * seconds)));
        command.addAll(pieces);
        command.add(playlist(format));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start();
    }

    private HttpServer serve() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        return server;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] file = Files.readAllBytes(
                    folder.resolve(exchange.getRequestURI().getPath().substring(1)));
            exchange.sendResponseHeaders(200, file.length == 0 ? -1 : file.length);
            exchange.getResponseBody().write(file);
        } catch (NoSuchFileException e) {
            exchange.sendResponseHeaders(404, -1);
        }
    }

    /** A playlist names a segment only if that is complete. */
    private void awaitSegment() throws IOException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!hasSegment()) {
            assertTrue(System.nanoTime() < deadline, "the encoder has written no segment");
            LockSupport.parkNanos(20_000_000);
        }
    }

    private boolean hasSegment() {
        String[] names = folder.toFile().list();
        return names != null && Arrays.stream(names).anyMatch(name -> name.matches("live\\.(m3u8|mpd)"));
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    private ServiceProcess publish(String url) {
        Map<String, String> environment =
                Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer(), "FRAMELOG_TOPIC", topic);
        return ServiceProcess.start("publisher", environment, "--url", url);
    }
}

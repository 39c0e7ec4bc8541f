package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.cli.ExitCode;
import io.framelog.ffmpeg.testing.HostileImages;
import io.framelog.ffmpeg.testing.Images;
import io.framelog.frame.StreamName;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.OrderedProducer;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Small pictures that unpack to gigabytes, in real processes: these must live, and stay small. */
@ExtendWith(KafkaExtension.class)
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class HostilePicturesIT {
    private static final long PROFILE_BYTES = 1_500L << 20;
    /** The container's limit for both services is 768 MB. */
    private static final long MOST_MEGABYTES = 400;

    private final HttpClient http = HttpClient.newHttpClient();
    private final TestKafka kafka;
    private final Path folder;
    private final String topic;

    HostilePicturesIT(TestKafka kafka, @TempDir Path folder) {
        this.kafka = kafka;
        this.folder = folder;
        topic = kafka.uniqueName("hostile");
    }

    @Test
    void viewerOfSuchPicturesLivesAndStaysSmall() throws Exception {
        send("profile", HostileImages.pngWithProfile(100, 60, PROFILE_BYTES));
        send("pixels", HostileImages.png(11_000, 11_000, 16));
        try (ServiceProcess viewer = start("viewer", "--port", "0")) {
            URI address = URI.create(viewer.awaitLine("viewer: (http://\\S+)").group(1));
            for (String stream : List.of("profile", "pixels")) {
                Await.until(
                        stream,
                        () -> get(address, "/streams/" + stream + ".jpg").statusCode() == 200);
            }
            for (int round = 0; round < 2; round++) {
                for (String stream : List.of("profile", "pixels")) {
                    HttpResponse<String> clip = get(address, "/streams/" + stream + ".mp4?from=earliest");
                    assertEquals(stream.equals("profile") ? 200 : 404, clip.statusCode());
                    HttpResponse<String> small = get(address, "/streams/" + stream + ".jpg?width=50");
                    assertEquals(stream.equals("profile") ? 200 : 422, small.statusCode());
                }
            }
            assertEquals(200, get(address, "/healthz").statusCode());
            assertSmall("the viewer", ProcessFigures.peakMegabytes(viewer));
        }
    }

    @Test
    void publisherRefusesMorePixelsThanItMayDecode() throws Exception {
        Path file = write(HostileImages.png(11_000, 11_000, 16));
        try (ServiceProcess publisher = start("publisher", "--file", file.toString())) {
            assertSmall("the publisher", ProcessFigures.peakMegabytesUntilExit(publisher));
            assertEquals(ExitCode.NO_INPUT, publisher.awaitExit(), publisher.output());
            assertTrue(publisher.output().contains("a picture may have at most 64000000"), publisher.output());
        }
    }

    @Test
    void publisherReadsAPictureWithoutItsColourProfile() throws Exception {
        Path file = write(HostileImages.pngWithProfile(100, 60, PROFILE_BYTES));
        try (ServiceProcess publisher = start("publisher", "--file", file.toString())) {
            assertSmall("the publisher", ProcessFigures.peakMegabytesUntilExit(publisher));
            assertEquals(0, publisher.awaitExit(), publisher.output());
            assertTrue(publisher.output().contains("1 frames sent"), publisher.output());
        }
    }

    private ServiceProcess start(String service, String... arguments) {
        return ServiceProcess.start(
                service,
                Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer(), "FRAMELOG_TOPIC", topic),
                arguments);
    }

    private static void assertSmall(String what, long peak) {
        assertTrue(peak > 0 && peak < MOST_MEGABYTES, what + " had " + peak + " MB");
    }

    private HttpResponse<String> get(URI address, String path) throws Exception {
        return http.send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString());
    }

    /** Sends a picture as any other producer would. */
    private void send(String stream, ByteBuffer image) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new OrderedProducer(kafka.bootstrapServer(), Map.of("max.request.size", 8 << 20))) {
            producer.send(new ProducerRecord<>(topic, new StreamName(stream).toKey(), Images.bytes(image)))
                    .get();
        }
    }

    private Path write(ByteBuffer image) throws Exception {
        return Files.write(folder.resolve("picture.png"), Images.bytes(image));
    }
}

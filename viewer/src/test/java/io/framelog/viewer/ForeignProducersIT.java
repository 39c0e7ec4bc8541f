package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamAddress;
import io.framelog.frame.StreamName;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.MjpegClient;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records as producers of other programs write them, with a real Kafka. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class ForeignProducersIT {
    private static final byte[] JPEG = Images.jpeg(64, 48);

    private final Producer producer;
    private final RunningViewer viewer;

    ForeignProducersIT(TestKafka kafka) throws Exception {
        String topic = kafka.uniqueName("frames");
        producer = new Producer(kafka.bootstrapServer(), topic);
        viewer = new RunningViewer(kafka.bootstrapServer(), topic);
    }

    @AfterEach
    void close() {
        viewer.close();
        producer.close();
    }

    @Test
    void showsAndReplaysStreamsOfAnyKey() throws Exception {
        producer.createTopic(1);
        List<StreamName> names = List.of(
                new StreamName("/home/me/clip 1.mp4"),
                new StreamName("Küche"),
                new StreamName("\"cam1\""),
                new StreamName(".."),
                new StreamName("100%\n"),
                new StreamName("0x00000003"));
        for (int number = 0; number < names.size(); number++) {
            producer.sendRaw(0, names.get(number).toKey(), Images.jpegOfLength(700, number));
        }
        for (int number = 0; number < names.size(); number++) {
            StreamName name = names.get(number);
            byte[] image = Images.jpegOfLength(700, number);
            viewer.awaitStream(name.value(), "state", "live");
            String address = StreamAddress.of(name);

            try (MjpegClient replay = viewer.watch(address + ".mjpeg?from=earliest&speed=0")) {
                assertArrayEquals(image, replay.next().image(), name.toString());
            }
            assertArrayEquals(image, viewer.get(address + ".jpg").body(), name.toString());
            assertArrayEquals(
                    image, viewer.get(address + ".jpg?at=earliest&nearest").body(), name.toString());
            assertEquals(name.value(), viewer.json(address + "/timeline").get("stream"));
            assertEquals(200, viewer.get(address + ".mkv?from=earliest").statusCode());
        }
    }

    @Test
    void tellsWhatIsNoFrameAndWhereItIs() throws Exception {
        producer.createTopic(2);
        byte[] base64 = Base64.getEncoder().encode(JPEG);
        for (int i = 0; i < 40; i++) { // more than the newest few, which a scan reads otherwise
            producer.sendRaw(0, "b64".getBytes(UTF_8), base64);
        }
        producer.sendRaw(1, "camera".getBytes(UTF_8), JPEG);
        producer.sendRaw(1, new byte[StreamName.MAX_BYTES + 1], JPEG);
        producer.sendRaw(1, "json".getBytes(UTF_8), "{\"temperature\": 21}".getBytes(US_ASCII));

        viewer.awaitStream("camera", "state", "live");
        Await.until(() -> "all are told in " + viewer.listed(), () -> skipped(0) >= 16 && skipped(1) == 2);
        String listed = viewer.listed();
        assertTrue(listed.contains("base64 text of a JPEG: write the bytes of the picture itself"), listed);
        assertTrue(listed.contains("its key names no stream: a stream name has 1 to 1024 bytes of UTF-8"), listed);
        assertTrue(listed.contains("no frames and were skipped"), listed);

        long before = skipped(0);
        for (int i = 0; i < 40; i++) {
            producer.sendRaw(0, "b64".getBytes(UTF_8), base64);
        }
        Await.until(() -> "each of them is counted in " + viewer.listed(), () -> skipped(0) == before + 40);
    }

    /** How many records of a partition were skipped. */
    private long skipped(int partition) throws Exception {
        long records = 0;
        for (Object kind : (List<?>) viewer.json("/streams").getOrDefault("skipped", List.of())) {
            if (kind instanceof Map<?, ?> members
                    && Integer.valueOf(partition).equals(members.get("partition"))
                    && members.get("records") instanceof Number number) {
                records += number.longValue();
            }
        }
        return records;
    }
}

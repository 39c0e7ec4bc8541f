package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.PictureRecorder;
import io.framelog.ffmpeg.testing.SmoothPicture;
import io.framelog.frame.Frame;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Still images, and pictures that hardly move, from the command line to the topic. */
@ExtendWith(KafkaExtension.class)
@Timeout(120)
class StillImageIT {
    private final TestKafka kafka;
    private final String topic;
    private final Path folder;

    StillImageIT(TestKafka kafka, @TempDir Path folder) {
        this.kafka = kafka;
        this.folder = folder;
        topic = kafka.uniqueName("still");
    }

    @Test
    void stillImageIsOneFrameAndAJpegIsSentAsItIs() throws Exception {
        BufferedImage picture = SmoothPicture.colour(161, 119);
        Path jpeg = folder.resolve("still.jpg");
        assertTrue(ImageIO.write(picture, "jpeg", jpeg.toFile()));
        for (String name : List.of("still.jpg", "still.png", "still.bmp")) {
            Path file = folder.resolve(name);
            assertTrue(ImageIO.write(picture, name.replaceAll(".*\\.", ""), file.toFile()));
            assertSaysNothingButSent(1, file);
        }
        List<Frame> frames = read();
        assertEquals(3, frames.size());
        assertEquals(ByteBuffer.wrap(Files.readAllBytes(jpeg)), frames.get(0).image());
        for (Frame frame : frames) {
            assertTrue(SmoothPicture.psnr(picture, Published.decode(frame)) > 35);
        }
    }

    @Test
    void decodedPicturesKeepTheirTimesHoweverFarApart() throws Exception {
        List<BufferedImage> slides = List.of(SmoothPicture.colour(64, 48), SmoothPicture.grey(64, 48));
        Path file =
                PictureRecorder.of("png", "rgb24").record(folder.resolve("slides.mov"), List.of(0L, 700_000L), slides);
        assertSaysNothingButSent(2, file);
        List<Frame> frames = read();
        assertEquals(700, (frames.get(1).capturedMicros() - frames.get(0).capturedMicros()) / 1000);
    }

    private void assertSaysNothingButSent(int frames, Path file) throws InterruptedException {
        Map<String, String> environment =
                Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer(), "FRAMELOG_TOPIC", topic);
        try (ServiceProcess publisher =
                ServiceProcess.start("publisher", environment, file.toString(), "--quality", "95")) {
            assertEquals(0, publisher.awaitExit(), publisher.output());
            assertTrue(publisher.output().contains(frames + " frames sent"), publisher.output());
            assertFalse(publisher.output().contains("WARN"), publisher.output());
        }
    }

    private List<Frame> read() {
        try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
            return reader.readToEnd();
        }
    }
}

package io.framelog.viewer.detect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.config.SettingsFile;
import io.framelog.ffmpeg.testing.Images;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.SkippedRecords;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DetectorTest {
    private static final int FPS = 5;

    @TempDir
    private Path folder;

    private long offset;

    @Test
    void watchesAsManyStreamsAsTheHeapHasRoomFor() {
        assertTrue(Detector.mostStreams(247L << 20) >= 200, "the launcher's heap of 256 MB");
        assertEquals(1_000, Detector.mostStreams(4L << 30));
        assertEquals(8, Detector.mostStreams(32L << 20));
    }

    @Test
    void onlyStreamsWithOtherSettingsBeginAnew() throws Exception {
        Path file = Files.writeString(folder.resolve("detect.yaml"), "streams: {changed: {sensitivity: 5}}");
        try (DetectionConfig config = DetectionConfig.of(new SettingsFile("--config", file));
                Detector detector = detector(config)) {
            config.start();
            for (int i = 0; i < 10 * FPS; i++) { // somebody comes at 8 s, and stays
                film(detector, i);
            }
            assertEquals(
                    List.of("began changed", "began gone", "began stays"), take(detector), "all three move, and go on");

            DetectionFile before = config.present();
            Files.writeString(file, "streams: {changed: {sensitivity: 6}, gone: {motion: false}}");
            while (config.present().equals(before)) {
                Thread.sleep(10);
            }
            film(detector, 10 * FPS);
            assertEquals(List.of("ended changed", "ended gone"), take(detector));

            for (int i = 10 * FPS + 1; i < 14 * FPS; i++) {
                film(detector, i);
            }
            assertEquals(List.of(), take(detector), "the one is learnt anew, the other one is not watched");
            assertEquals(2, detector.streams());
        }
    }

    private static Detector detector(DetectionConfig config) {
        return new Detector(
                new StreamSettings(config, stream -> true, stream -> WatchRule.NONE, Optional.empty()),
                new RecordFilter(1 << 20, new SkippedRecords()),
                new ToldEvents(),
                new DetectionCounters());
    }

    private void film(Detector detector, int number) throws Exception {
        byte[] picture = picture((double) number / FPS);
        for (String stream : List.of("changed", "gone", "stays")) {
            ConsumerRecord<byte[], ByteBuffer> record =
                    new ConsumerRecord<>("frames", 0, offset++, stream.getBytes(UTF_8), ByteBuffer.wrap(picture));
            record.headers()
                    .add("captured-us", Long.toString(number * 1_000_000L / FPS).getBytes(UTF_8));
            detector.look(List.of(record), 1);
        }
    }

    private static List<String> take(Detector detector) {
        List<String> events = new ArrayList<>();
        detector.events().forEach(event -> events.add(event.more().get("phase") + " " + event.stream()));
        detector.events().clear();
        events.sort(null);
        return events;
    }

    private static byte[] picture(double second) {
        BufferedImage picture = new BufferedImage(320, 180, BufferedImage.TYPE_INT_RGB);
        Graphics2D painter = picture.createGraphics();
        Random chance = new Random(1);
        for (int i = 0; i < 200; i++) {
            int level = 60 + chance.nextInt(120);
            painter.setColor(new Color(level, level, level));
            painter.fillRect(chance.nextInt(320), chance.nextInt(180), chance.nextInt(60), chance.nextInt(40));
        }
        if (second >= 8) {
            painter.setColor(Color.WHITE);
            painter.fillRect((int) (20 + 40 * (Math.min(second, 10) - 8)), 60, 24, 70);
        }
        painter.dispose();
        return Images.bytes(Images.jpeg(picture));
    }
}

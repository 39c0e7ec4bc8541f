package io.framelog.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framelog.ffmpeg.testing.Recordings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GreyFileTest {
    private static final int LONGEST = 160;

    @TempDir
    private Path folder;

    private record Seen(int number, long micros) {}

    private static List<Seen> read(Path file, long leastStep) throws IOException, InterruptedException {
        List<Seen> seen = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file);
                GreyFile video = new GreyFile(channel, LONGEST, leastStep, false, (picture, colours, micros) -> {
                    assertEquals("160x120", picture.size().toString());
                    int number = Recordings.number((x, y) -> picture.luma()[y / 2 * 160 + x / 2] & 0xFF);
                    seen.add(new Seen(number, micros));
                })) {
            boolean more = true;
            while (more) {
                more = video.advance();
            }
        }
        return seen;
    }

    @Test
    void readsEachPictureWithItsTime() throws Exception {
        List<Seen> seen = read(Recordings.h264(folder.resolve("a.mp4"), 60), 0);

        assertEquals(60, seen.size());
        for (int i = 0; i < seen.size(); i++) {
            assertEquals(new Seen(i, i * 40_000L), seen.get(i));
        }
    }

    @Test
    void takesAsManyPicturesASecondAsAskedFor() throws Exception {
        List<Seen> seen = read(Recordings.h264(folder.resolve("a.mp4"), 250), 200_000);

        assertEquals(50, seen.size(), seen.toString());
    }

    @Test
    void readsReducedMotionJpeg() throws Exception {
        List<Seen> seen = read(
                Recordings.motionJpeg(folder.resolve("a.mkv"), List.of(0L, 100_000L, 300_000L, 900_000L)), 200_000);

        assertEquals(List.of(new Seen(0, 0), new Seen(2, 300_000), new Seen(3, 900_000)), seen);
    }

    @Test
    void givesPicturesInColoursIfTheyAreAskedFor() throws Exception {
        Path file = Recordings.motionJpeg(folder.resolve("a.mkv"), List.of(0L, 100_000L));
        List<String> sizes = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file);
                GreyFile video = new GreyFile(channel, LONGEST, 0, true, (picture, colours, micros) -> {
                    sizes.add(picture.size() + " " + colours.get().size());
                    byte[] rgb = colours.get().rgb();
                    int number = Recordings.number((x, y) -> rgb[3 * (y * Recordings.WIDTH + x)] & 0xFF);
                    assertEquals(micros / 100_000, number);
                })) {
            boolean more = true;
            while (more) {
                more = video.advance();
            }
        }
        String each = "160x120 " + Recordings.WIDTH + "x" + Recordings.HEIGHT;
        assertEquals(List.of(each, each), sizes);
    }

    @Test
    void refusesWhatIsNoVideo() throws Exception {
        Path text = Files.writeString(folder.resolve("a.txt"), "no video");

        assertThrows(FFmpegException.class, () -> read(text, 0));
        assertThrows(FFmpegException.class, () -> read(Recordings.sound(folder.resolve("a.wav")), 0));
    }
}

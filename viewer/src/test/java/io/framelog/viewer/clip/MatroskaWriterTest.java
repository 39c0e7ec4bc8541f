package io.framelog.viewer.clip;

import static io.framelog.viewer.clip.Frames.BEGIN;
import static io.framelog.viewer.clip.Frames.FRONT;
import static io.framelog.viewer.clip.Frames.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.FFprobe;
import io.framelog.ffmpeg.testing.Images;
import io.framelog.ffmpeg.testing.Playback;
import io.framelog.ffmpeg.testing.Playback.Shown;
import io.framelog.frame.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatroskaWriterTest {
    private final Path file;

    MatroskaWriterTest(@TempDir Path folder) {
        file = folder.resolve("clip.mkv");
    }

    private ClipProgress writeFile(List<Frame> frames) throws Exception {
        ClipProgress progress = new ClipProgress();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            new ClipJob(ClipKind.MKV, FRONT).run(Frames.of(frames), channel, progress);
        }
        return progress;
    }

    private void writeStream(List<Frame> frames) throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        new ClipJob(ClipKind.MKV, FRONT).run(Frames.of(frames), Channels.newChannel(written), new ClipProgress());
        Files.write(file, written.toByteArray());
    }

    private static List<Frame> numbered(int count) {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(frame(Images.jpeg(i), BEGIN + i * 33_333L + i * i % 5 * 7L));
        }
        return frames;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsEveryByteAndMicrosecond(boolean seekable) throws Exception {
        List<Frame> frames = numbered(100);
        if (seekable) {
            assertEquals(100, writeFile(frames).frames());
        } else {
            writeStream(frames);
        }
        List<Shown> shown = Playback.of(file);
        assertEquals(100, shown.size());
        for (int i = 0; i < shown.size(); i++) {
            assertEquals(frames.get(i).capturedMicros() - BEGIN, shown.get(i).micros());
            assertEquals(frames.get(i).image(), shown.get(i).packet());
            assertEquals(i, shown.get(i).number());
        }
        assertEquals(List.of("mjpeg,320,240"), FFprobe.ask(file, "stream=codec_name,width,height"));
        String tags = FFprobe.ask(file, "format_tags").get(0);
        assertTrue(tags.contains("front"), tags);
        assertTrue(tags.contains("2026-11-21T09:30:00.123456Z"), tags);
    }

    @Test
    void tellsAFilesLength() throws Exception {
        List<Frame> frames = numbered(100);
        writeFile(frames);
        long last = frames.get(99).capturedMicros();
        long length = last - BEGIN + last - frames.get(98).capturedMicros();
        assertEquals(List.of(length / 1_000_000 + "." + length % 1_000_000), FFprobe.ask(file, "format=duration"));
    }

    @Test
    void findsAMomentOfAFile() throws Exception {
        writeFile(numbered(300));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        // The seek head gives the position of the cues; the cues give that of the requested second's cluster.
        int segment = indexOf(bytes, 0x18538067, 0) + 12;
        int cues = segment + (int) bytes.getLong(indexOf(bytes, 0x53AC0100, 0) + 10);
        assertEquals(0x1C53BB6B, bytes.getInt(cues));
        int fifth = cues + 12 + 5 * 69;
        long ticks = bytes.getLong(fifth + 9 + 9);
        int cluster = segment + (int) bytes.getLong(fifth + 61);
        assertEquals(0x1F43B675, bytes.getInt(cluster));
        assertEquals(ticks, bytes.getLong(cluster + 12 + 9));
        assertTrue(ticks >= 5_000_000 && ticks < 6_000_000, "about the fifth second: " + ticks);
    }

    private static int indexOf(ByteBuffer bytes, int value, int from) {
        int at = from;
        while (bytes.getInt(at) != value) {
            at++;
        }
        return at;
    }

    @Test
    void takesPngs() throws Exception {
        List<Frame> frames = List.of(
                frame(Images.png(Images.numbered(5)), BEGIN), frame(Images.png(Images.numbered(6)), BEGIN + 40_000));
        writeFile(frames);
        List<Shown> shown = Playback.of(file);
        assertEquals(List.of(5, 6), shown.stream().map(Shown::number).toList());
        assertEquals(frames.get(1).image(), shown.get(1).packet());
        assertEquals(List.of("png"), FFprobe.ask(file, "stream=codec_name"));
    }

    @Test
    void leavesOutWhatTheFirstFramesCodecDoesNotHave() throws Exception {
        ClipProgress progress = writeFile(List.of(
                frame(Images.jpeg(1), BEGIN),
                frame(Images.png(Images.numbered(2)), BEGIN + 40_000),
                frame(Images.jpeg(3), BEGIN + 80_000)));
        assertEquals(1, progress.leftOut());
        assertEquals(2, progress.frames());
        assertEquals(
                List.of(1, 3), Playback.of(file).stream().map(Shown::number).toList());
    }

    @Test
    void movesOnByAMicrosecondWhereTimeDoesNot() throws Exception {
        writeFile(List.of(
                frame(Images.jpeg(0), BEGIN),
                frame(Images.jpeg(1), BEGIN + 40_000),
                frame(Images.jpeg(2), BEGIN + 10_000),
                frame(Images.jpeg(3), BEGIN + 80_000)));
        assertEquals(
                List.of(0L, 40_000L, 40_001L, 80_000L),
                Playback.of(file).stream().map(Shown::micros).toList());
    }

    @Test
    void writesNothingWithoutAFrame() throws Exception {
        assertEquals(0, writeFile(List.of()).frames());
        assertEquals(0, Files.size(file));
    }
}

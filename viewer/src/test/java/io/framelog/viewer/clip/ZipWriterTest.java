package io.framelog.viewer.clip;

import static io.framelog.viewer.clip.Frames.BEGIN;
import static io.framelog.viewer.clip.Frames.FRONT;
import static io.framelog.viewer.clip.Frames.frame;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.ffmpeg.testing.Images;
import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipWriterTest {
    private static final byte[] SMALL = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9};
    private static final long FIVE_GIGABYTES = 5L << 30;

    private final Path file;

    ZipWriterTest(@TempDir Path folder) {
        file = folder.resolve("clip.zip");
    }

    private void write(List<Frame> frames) throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            new ClipJob(ClipKind.ZIP, FRONT).run(Frames.of(frames), channel, new ClipProgress());
        }
    }

    @Test
    void namesFilesSoThatTheyStayInTheirFolder() throws Exception {
        StreamName stream = new StreamName("../Küche/clip");
        Frame one = frame(Images.jpeg(1), BEGIN);
        Frame renamed = new Frame(
                stream, one.format(), one.image(), one.capturedMicros(), one.size(), one.origin(), one.stages());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            new ClipJob(ClipKind.ZIP, stream).run(Frames.of(List.of(renamed)), channel, new ClipProgress());
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertEquals(
                    "_._Küche_clip-2026-11-21T09.30.00.123456Z.jpg",
                    zip.entries().nextElement().getName());
        }
    }

    @Test
    void keepsEveryByteUnderTheFramesTime() throws Exception {
        ByteBuffer jpeg = Images.jpeg(1);
        ByteBuffer png = Images.png(Images.numbered(2));
        write(List.of(frame(jpeg, BEGIN), frame(png, BEGIN + 1_500_001)));
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertEquals(2, zip.size());
            ZipEntry first = zip.getEntry("front-2026-11-21T09.30.00.123456Z.jpg");
            assertArrayEquals(Images.bytes(jpeg), zip.getInputStream(first).readAllBytes());
            assertEquals(
                    Instant.parse("2026-11-21T09:30:00Z"),
                    first.getLastModifiedTime().toInstant());
            assertEquals(ZipEntry.STORED, first.getMethod());
            ZipEntry second = zip.getEntry("front-2026-11-21T09.30.01.623457Z.png");
            assertArrayEquals(Images.bytes(png), zip.getInputStream(second).readAllBytes());
        }
    }

    @Test
    void canBeReadFromItsBegin() throws Exception {
        ByteBuffer jpeg = Images.jpeg(1);
        write(List.of(frame(jpeg, BEGIN), frame(jpeg, BEGIN + 1)));
        try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            zip.getNextEntry();
            assertArrayEquals(Images.bytes(jpeg), zip.readAllBytes());
            zip.getNextEntry();
            assertArrayEquals(Images.bytes(jpeg), zip.readAllBytes());
        }
    }

    @Test
    void givesNoNameTwice() throws Exception {
        ByteBuffer image = ByteBuffer.wrap(SMALL);
        write(List.of(
                frame(image, BEGIN),
                frame(image, BEGIN),
                frame(image, BEGIN + 5),
                frame(image, BEGIN),
                frame(image, BEGIN + 5)));
        List<String> names = new ArrayList<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            zip.stream().forEach(entry -> names.add(entry.getName()));
        }
        assertEquals(
                List.of(
                        "front-2026-11-21T09.30.00.123456Z.jpg",
                        "front-2026-11-21T09.30.00.123456Z-2.jpg",
                        "front-2026-11-21T09.30.00.123461Z.jpg",
                        "front-2026-11-21T09.30.00.123456Z-3.jpg",
                        "front-2026-11-21T09.30.00.123461Z-4.jpg"),
                names);
    }

    @Test
    void holdsMoreFilesThanZipOnceCouldCount() throws Exception {
        int count = 70_000;
        int[] made = {0};
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ClipJob.Frames frames =
                    () -> made[0] < count ? frame(ByteBuffer.wrap(SMALL), BEGIN + 1_000L * made[0]++) : null;
            new ClipJob(ClipKind.ZIP, FRONT).run(frames, channel, new ClipProgress());
        }
        Set<String> names = new HashSet<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            zip.stream().forEach(entry -> names.add(entry.getName()));
            ZipEntry last = zip.getEntry("front-2026-11-21T09.31.10.122456Z.jpg");
            assertArrayEquals(SMALL, zip.getInputStream(last).readAllBytes());
        }
        assertEquals(count, names.size());
    }

    @Test
    void holdsMoreBytesThanZipOnceCouldCount() throws Exception {
        ByteBuffer jpeg = Images.jpeg(1);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.position(FIVE_GIGABYTES); // as if so many bytes were written; the file is sparse
            ZipWriter writer = new ZipWriter(channel, FRONT, FIVE_GIGABYTES);
            writer.add(frame(jpeg, BEGIN));
            writer.add(frame(ByteBuffer.wrap(SMALL), BEGIN + 1));
            writer.finish();
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertArrayEquals(Images.bytes(jpeg), content(zip, "front-2026-11-21T09.30.00.123456Z.jpg"));
            assertArrayEquals(SMALL, content(zip, "front-2026-11-21T09.30.00.123457Z.jpg"));
        }
    }

    private static byte[] content(ZipFile zip, String name) throws IOException {
        return zip.getInputStream(zip.getEntry(name)).readAllBytes();
    }

    @Test
    void writesNothingWithoutAFrame() throws Exception {
        write(List.of());
        assertEquals(0, Files.size(file));
    }
}

package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.AllowedMedia;
import io.framelog.ffmpeg.Interrupt;
import io.framelog.ffmpeg.testing.HostileImages;
import io.framelog.ffmpeg.testing.Images;
import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.frame.ImageFormat;
import io.framelog.publisher.source.MediaSource;
import io.framelog.publisher.source.SourceException;
import io.framelog.publisher.source.SourceOpener;
import io.framelog.publisher.source.SourceOptions;
import io.framelog.publisher.source.SourceSpec;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of strangers. */
@Timeout(60)
class HostileSourcesTest {
    @TempDir
    private Path folder;

    @Test
    void readsNoRareCodecUnlessItIsAllowed() throws Exception {
        Path file = Recordings.record(
                folder.resolve("film.avi"),
                "avi",
                avcodec.AV_CODEC_ID_MAGICYUV,
                avutil.AV_PIX_FMT_GBRP,
                Recordings.FRAMES_PER_SECOND,
                Recordings.evenTimes(3));
        assertEquals(
                file + " has the codec magicyuv, which is not one of the common ones: --allow magicyuv allows it",
                fault(file));
        open(file, new AllowedMedia(Set.of("magicyuv"))).close();
        open(file, new AllowedMedia(Set.of(AllowedMedia.ALL))).close();
    }

    @Test
    void readsNoRareFormatUnlessItIsAllowed() throws Exception {
        Path file = Recordings.record(
                folder.resolve("film.smjpeg"),
                "smjpeg",
                avcodec.AV_CODEC_ID_MJPEG,
                avutil.AV_PIX_FMT_YUVJ420P,
                Recordings.FRAMES_PER_SECOND,
                Recordings.evenTimes(3));
        assertTrue(fault(file).contains("its format is not one of the common ones"), fault(file));
        open(file, new AllowedMedia(Set.of("smjpeg"))).close();
    }

    @Test
    void refusesAPictureThatIsTooLarge() throws Exception {
        Path file = write(HostileImages.png(11_000, 11_000, 1));
        assertTrue(fault(file).endsWith("has pictures of 11000x11000 pixels: a picture may have at most 64000000"));
    }

    @Test
    void readsAPictureWithoutItsHugeColourProfile() throws Exception {
        Path file = write(HostileImages.pngWithProfile(100, 60, 1L << 30));
        assertEquals(1, Published.frames(file, ImageFormat.JPEG).size());
    }

    private Path write(ByteBuffer image) throws Exception {
        return Files.write(folder.resolve("picture.png"), Images.bytes(image));
    }

    private static String fault(Path file) {
        SourceException refused = assertThrows(
                SourceException.class, () -> open(file, AllowedMedia.COMMON).close());
        return String.valueOf(refused.getMessage());
    }

    private static MediaSource open(Path file, AllowedMedia allowed) throws SourceException {
        SourceOptions options =
                new SourceOptions(Optional.empty(), OptionalDouble.empty(), Optional.empty(), true, allowed);
        return new SourceOpener(new SourceSpec.Recording(file), options, new Interrupt()).open();
    }
}

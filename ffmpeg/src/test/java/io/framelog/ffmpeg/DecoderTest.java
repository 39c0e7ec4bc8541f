package io.framelog.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.frame.ImageSize;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.api.Test;

class DecoderTest {
    @Test
    void halvesAsOftenAsItMay() {
        ImageSize hd = new ImageSize(1280, 720);
        assertEquals(2, Decoder.halvings(hd, new ImageSize(320, 180), 3));
        assertEquals(1, Decoder.halvings(hd, new ImageSize(321, 181), 3));
        assertEquals(3, Decoder.halvings(hd, new ImageSize(16, 9), 3));
        assertEquals(0, Decoder.halvings(hd, new ImageSize(16, 9), 0));
    }

    @Test
    void halvesOnlyWhatItsCodecCan() {
        ImageSize hd = new ImageSize(1280, 720);
        assertEquals(2, Decoder.halvings(avcodec.AV_CODEC_ID_MJPEG, hd, new ImageSize(320, 180)));
        assertEquals(0, Decoder.halvings(avcodec.AV_CODEC_ID_PNG, hd, new ImageSize(320, 180)));
    }
}

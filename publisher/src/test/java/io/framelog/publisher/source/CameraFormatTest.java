package io.framelog.publisher.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CameraFormatTest {
    @Test
    void readsWhatFFmpegSaysOfACamera() {
        String messages = """
                [video4linux2,v4l2 @ 0x55d0] Compressed:       mjpeg :          Motion-JPEG : 640x480 1920x1080
                [video4linux2,v4l2 @ 0x55d0] Raw       :     yuyv422 :           YUYV 4:2:2 : 640x480
                [video4linux2,v4l2 @ 0x55d0] Compressed: Unsupported :      Some new codec :
                [video4linux2,v4l2 @ 0x55d0] Raw       :       bgr24 :         BGR3 8:8:8 : Emulated : 320x240
                [video4linux2,v4l2 @ 0x55d0] Raw       :     yuv420p :     Planar YUV 4:2:0 : {32-2592, 2}x{32-1944, 2}
                [in#0 @ 0x55d1] Immediate exit requested
                """;

        assertEquals(
                List.of(
                        new CameraFormat("mjpeg", "Motion-JPEG", List.of("640x480", "1920x1080")),
                        new CameraFormat("yuyv422", "YUYV 4:2:2", List.of("640x480")),
                        new CameraFormat("Unsupported", "Some new codec", List.of()),
                        new CameraFormat("bgr24", "BGR3 8:8:8", List.of("320x240")),
                        new CameraFormat("yuv420p", "Planar YUV 4:2:0", List.of("{32-2592, 2}x{32-1944, 2}"))),
                CameraFormat.read(messages));
    }

    @Test
    void aDeviceForDataHasNoFormat() {
        assertEquals(List.of(), CameraFormat.read("[video4linux2,v4l2 @ 0x55d0] Immediate exit requested\n"));
    }
}

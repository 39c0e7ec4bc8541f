package io.framelog.benchmarks.jmh;

import io.framelog.benchmarks.camera.SyntheticPictures;

/** What the inner loops are given: a camera's picture of 640x480 and 28 KB. */
final class Jpegs {
    private static final int BYTES = 28_000;

    private Jpegs() {}

    static byte[] camera() {
        return new SyntheticPictures(640, 480).make(1, BYTES).get(0);
    }
}

package io.framelog.detection.face;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** Finds the faces in a picture. For one thread. */
interface FaceDetector extends AutoCloseable {
    /**
     * Looks at a picture.
     *
     * @param rgb of any size
     * @return the faces, in fractions of this picture; the same one may be found several times
     */
    List<Face> find(Mat rgb);

    @Override
    void close();
}

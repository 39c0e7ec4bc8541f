package io.framelog.detection.face;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.equalizeHist;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.framelog.detection.motion.Box;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.FileStorage;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/** Finds upright faces that look at the camera, with a cascade of Haar features that comes with OpenCV. */
final class CascadeFaces implements FaceDetector {
    private static final String CASCADE = "haarcascade_frontalface_alt2.xml";
    /** The time grows with the pixels: larger pictures are reduced to this width or height. */
    private static final int LONGEST_SIDE = 320;
    /** The window grows by this factor from one search of the picture to the next. */
    private static final double STEP = 1.1;
    /** A face is found at several places and sizes at once; what is found less often is none. */
    private static final int LEAST_NEIGHBOURS = 5;

    /** A face that is found so often is as likely as not one. */
    private static final double EVEN_NEIGHBOURS = 3;

    private static final int LEAST_FACE = 24;

    private final CascadeClassifier classifier = new CascadeClassifier();

    CascadeFaces() {
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream(CASCADE), CASCADE);
                FileStorage storage = new FileStorage(
                        new String(file.readAllBytes(), StandardCharsets.UTF_8),
                        FileStorage.READ | FileStorage.MEMORY)) {
            if (!classifier.read(storage.getFirstTopLevelNode())) {
                throw new IllegalStateException(CASCADE + " is no cascade that this OpenCV can read");
            }
        } catch (IOException e) {
            throw new IllegalStateException("a resource of this program cannot be read: " + CASCADE, e);
        }
    }

    @Override
    public List<Face> find(Mat rgb) {
        double factor = Math.min(1, (double) LONGEST_SIDE / Math.max(rgb.cols(), rgb.rows()));
        int width = (int) Math.max(1, Math.round(rgb.cols() * factor));
        int height = (int) Math.max(1, Math.round(rgb.rows() * factor));
        Mat small = new Mat();
        resize(rgb, small, new Size(width, height), 0, 0, INTER_AREA);
        Mat grey = new Mat(height, width, CV_8UC1);
        cvtColor(small, grey, COLOR_RGB2GRAY);
        equalizeHist(grey, grey);
        RectVector found = new RectVector();
        IntPointer neighbours = new IntPointer();
        classifier.detectMultiScale2(
                grey, found, neighbours, STEP, LEAST_NEIGHBOURS, 0, new Size(LEAST_FACE, LEAST_FACE), new Size());
        List<Face> faces = new ArrayList<>();
        for (long i = 0; i < found.size(); i++) {
            Rect face = found.get(i);
            Box box = new Box(
                    (double) face.x() / width,
                    (double) face.y() / height,
                    (double) face.width() / width,
                    (double) face.height() / height);
            int times = neighbours.get(i);
            faces.add(new Face(box, times / (times + EVEN_NEIGHBOURS)));
        }
        return faces;
    }

    @Override
    public void close() {
        classifier.close();
    }
}

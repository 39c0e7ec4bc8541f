package io.framelog.detection.face;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_dnn.blobFromImage;
import static org.bytedeco.opencv.global.opencv_dnn.readNetFromTFLite;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.framelog.detection.motion.Box;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_core.StringVector;
import org.bytedeco.opencv.opencv_dnn.Net;

/**
 * Finds faces with MediaPipe's model face_detection_full_range. It looks at squares of 192 pixels in a grid of 48 by 48
 * places, and says for each place how likely a face is there, and where its box and six points of it are.
 */
final class ModelFaces implements FaceDetector {
    private static final int SIDE = 192;
    private static final int PLACES = 48;
    /** A box's middle and size, then six points. */
    private static final int NUMBERS = 16;

    private static final double LEAST_SCORE = 0.5;
    private static final double MIDDLE = 127.5;

    private final Net net;
    private final StringVector outputs;

    /**
     * A detector with a model.
     *
     * @param model the content of the file
     * @throws IllegalArgumentException if it is not this model
     */
    @SuppressWarnings("try") // the scope frees what is made within it
    ModelFaces(byte[] model) {
        try (BytePointer bytes = new BytePointer(model)) {
            net = readNetFromTFLite(bytes, model.length);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("OpenCV cannot read it", e);
        }
        outputs = net.getUnconnectedOutLayersNames();
        try (PointerScope scope = new PointerScope();
                Mat black = new Mat(SIDE, SIDE, CV_8UC3, Scalar.all(0))) {
            MatVector results = forward(black);
            if (results.size() != 2
                    || results.get(0).total() != PLACES * PLACES
                    || results.get(1).total() != PLACES * PLACES * NUMBERS) {
                throw new IllegalArgumentException("it does not find faces in the way of this model");
            }
        } catch (RuntimeException e) {
            close();
            throw e instanceof IllegalArgumentException
                    ? e
                    : new IllegalArgumentException("OpenCV cannot compute with it", e);
        }
    }

    private MatVector forward(Mat square) {
        Mat blob = blobFromImage(square, 1 / MIDDLE, new Size(SIDE, SIDE), Scalar.all(MIDDLE), false, false, CV_32F);
        net.setInput(blob);
        MatVector results = new MatVector();
        net.forward(results, outputs);
        return results;
    }

    @Override
    public List<Face> find(Mat rgb) {
        int longest = Math.max(rgb.cols(), rgb.rows());
        int width = Math.max(1, Math.round((float) SIDE * rgb.cols() / longest));
        int height = Math.max(1, Math.round((float) SIDE * rgb.rows() / longest));
        int left = (SIDE - width) / 2;
        int top = (SIDE - height) / 2;
        Mat square = new Mat(SIDE, SIDE, CV_8UC3, Scalar.all(0));
        Mat inside = new Mat(square, new Rect(left, top, width, height));
        resize(rgb, inside, new Size(width, height), 0, 0, longest > SIDE ? INTER_AREA : INTER_LINEAR);
        MatVector results = forward(square);
        FloatBuffer scores = results.get(0).createBuffer();
        FloatBuffer boxes = results.get(1).createBuffer();
        List<Face> faces = new ArrayList<>();
        for (int i = 0; i < PLACES * PLACES; i++) {
            double score = 1 / (1 + Math.exp(-scores.get(i)));
            if (score >= LEAST_SCORE) {
                double x = SIDE * (i % PLACES + 0.5) / PLACES + boxes.get(i * NUMBERS);
                int row = i / PLACES;
                double y = SIDE * (row + 0.5) / PLACES + boxes.get(i * NUMBERS + 1);
                double wide = boxes.get(i * NUMBERS + 2);
                double high = boxes.get(i * NUMBERS + 3);
                Box box = new Box(
                        (x - wide / 2 - left) / width, (y - high / 2 - top) / height, wide / width, high / height);
                faces.add(new Face(box, score));
            }
        }
        return faces;
    }

    @Override
    public void close() {
        net.close();
    }
}

package io.framelog.detection.face;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import io.framelog.detection.motion.Box;
import io.framelog.ffmpeg.ColourPicture;
import io.framelog.frame.ImageSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * Looks for faces in the whole picture and in a square round each thing that moves, where smaller faces are found. Its
 * first instance loads OpenCV. For one thread.
 */
public final class FaceSearch implements AutoCloseable {
    /** Two boxes that share more of the smaller one are the same face. */
    private static final double SAME = 0.4;

    /** The detectors take less for faces that are none, in pixels of the picture. */
    private static final int LEAST_PIXELS = 20;

    private final FaceDetector detector;

    private FaceSearch(FaceDetector detector) {
        this.detector = detector;
    }

    /**
     * A search with the detector that comes with OpenCV.
     *
     * @throws LinkageError if OpenCV cannot be loaded
     */
    public static FaceSearch withCascade() {
        load();
        return new FaceSearch(new CascadeFaces());
    }

    /**
     * A search with MediaPipe's model face_detection_full_range.
     *
     * @param model the content of its file
     * @throws IllegalArgumentException if it is not this model
     * @throws LinkageError if OpenCV cannot be loaded
     */
    public static FaceSearch withModel(byte[] model) {
        load();
        return new FaceSearch(new ModelFaces(model));
    }

    /** Each process computes on one thread: others share the machine. */
    private static void load() {
        opencv_core.setNumThreads(1);
    }

    /**
     * Looks for faces.
     *
     * @param moving what moves in the picture
     * @return each face once, the surest first
     */
    @SuppressWarnings("try") // the scope frees what is made within it
    public List<Face> find(ColourPicture picture, List<Box> moving) {
        ImageSize size = picture.size();
        List<Face> found = new ArrayList<>();
        try (PointerScope scope = new PointerScope()) {
            Mat whole = new Mat(size.height(), size.width(), CV_8UC3, new BytePointer(picture.rgb()));
            for (Part part : Part.of(size, moving)) {
                Mat cut = new Mat(whole, new Rect(part.x(), part.y(), part.width(), part.height()));
                detector.find(cut).forEach(face -> found.add(part.place(face, size)));
            }
        }
        found.removeIf(face -> face.box().width() * size.width() < LEAST_PIXELS);
        return distinct(found);
    }

    private static List<Face> distinct(List<Face> found) {
        found.sort(Comparator.comparingDouble(Face::score).reversed());
        List<Face> faces = new ArrayList<>();
        for (Face face : found) {
            if (faces.stream().noneMatch(surer -> surer.shared(face) > SAME)) {
                faces.add(face);
            }
        }
        return List.copyOf(faces);
    }

    @Override
    public void close() {
        detector.close();
    }
}

package io.framelog.detection.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.detection.motion.Box;
import io.framelog.ffmpeg.ColourDecoder;
import io.framelog.ffmpeg.testing.Faces;
import io.framelog.ffmpeg.testing.Images;
import io.framelog.frame.ImageFormat;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceSearchTest {
    private final ColourDecoder decoder = new ColourDecoder();

    @AfterEach
    void close() {
        decoder.close();
    }

    private static FaceSearch search(String detector) throws Exception {
        return detector.equals("model")
                ? FaceSearch.withModel(Files.readAllBytes(Faces.model()))
                : FaceSearch.withCascade();
    }

    private List<Face> find(FaceSearch search, ByteBuffer jpeg, Box... moving) throws Exception {
        return search.find(decoder.decode(ImageFormat.JPEG, jpeg).orElseThrow(), List.of(moving));
    }

    private static void assertAt(Face face, double x, double y) {
        Box box = face.box();
        assertTrue(
                box.x() < x && x < box.x() + box.width() && box.y() < y && y < box.y() + box.height(), face.toString());
        assertTrue(box.width() < 0.2 && box.height() < 0.35, face.toString());
    }

    @Test
    void theModelFindsEachFaceOnce() throws Exception {
        try (FaceSearch search = search("model")) {
            List<Face> faces =
                    find(search, Faces.THREE.jpeg(), new Box(0.3, 0.1, 0.3, 0.9), new Box(0, 0.2, 0.35, 0.8)).stream()
                            .sorted(Comparator.comparingDouble(
                                    face -> face.box().x()))
                            .toList();

            assertEquals(3, faces.size(), faces.toString());
            assertAt(faces.get(0), 0.17, 0.42);
            assertAt(faces.get(1), 0.47, 0.37);
            assertAt(faces.get(2), 0.78, 0.48);
            faces.forEach(face -> assertTrue(face.score() >= 0.75 && face.score() <= 1, face.toString()));
        }
    }

    @Test
    void theModelFindsTiltedFaces() throws Exception {
        try (FaceSearch search = search("model")) {
            List<Face> faces = find(search, Faces.TWO_TILTED.jpeg());

            assertEquals(2, faces.size(), faces.toString());
            faces.forEach(face -> assertAt(face, face.box().x() < 0.4 ? 0.15 : 0.7, 0.4));
        }
    }

    @Test
    void theCascadeFindsFacesThatLookAtTheCamera() throws Exception {
        try (FaceSearch search = search("cascade")) {
            List<Face> faces = find(search, Faces.THREE.jpeg());

            assertTrue(faces.size() >= 2 && faces.size() <= 3, faces.toString());
            faces.forEach(face ->
                    assertAt(face, face.box().x() < 0.3 ? 0.17 : face.box().x() < 0.6 ? 0.47 : 0.78, 0.43));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "cascade"})
    void findsASmallFaceWhereSomethingMoves(String detector) throws Exception {
        BufferedImage picture = new BufferedImage(1920, 1080, BufferedImage.TYPE_INT_RGB);
        Graphics2D painter = picture.createGraphics();
        painter.setColor(new Color(120, 125, 130));
        painter.fillRect(0, 0, 1920, 1080);
        Faces.paintWoman(painter, 1440, 540);
        painter.dispose();
        ByteBuffer jpeg = Images.jpeg(picture);

        try (FaceSearch search = search(detector)) {
            assertEquals(List.of(), find(search, jpeg));
            List<Face> faces = find(search, jpeg, new Box(0.74, 0.48, 0.08, 0.2));
            assertEquals(1, faces.size(), faces.toString());
            assertAt(faces.get(0), (1440 + 68) / 1920.0, (540 + 58) / 1080.0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "cascade"})
    void findsNoFaceWhereThereIsNone(String detector) throws Exception {
        BufferedImage picture = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        Graphics2D painter = picture.createGraphics();
        Random chance = new Random(3);
        for (int i = 0; i < 300; i++) {
            painter.setColor(new Color(chance.nextInt(0x1000000)));
            painter.fillOval(chance.nextInt(640), chance.nextInt(480), chance.nextInt(90), chance.nextInt(90));
        }
        painter.dispose();

        try (FaceSearch search = search(detector)) {
            assertEquals(
                    List.of(),
                    find(search, Images.jpeg(picture), new Box(0.1, 0.1, 0.4, 0.7), new Box(0.9, 0.9, 0.1, 0.1)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "cascade"})
    void looksAtPicturesOfAnyShape(String detector) throws Exception {
        try (FaceSearch search = search(detector)) {
            for (int[] size : new int[][] {{8, 8}, {1900, 9}, {9, 1900}, {31, 77}}) {
                BufferedImage picture = new BufferedImage(size[0], size[1], BufferedImage.TYPE_INT_RGB);
                assertEquals(List.of(), find(search, Images.jpeg(picture), new Box(0.99, 0.99, 0.01, 0.01)));
            }
        }
    }

    @Test
    void refusesAModelThatIsNone() {
        for (String content : new String[] {"", "no model", "TFL3".repeat(1000)}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> FaceSearch.withModel(content.getBytes(StandardCharsets.UTF_8)));
        }
    }
}

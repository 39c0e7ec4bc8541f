package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.cli.CommandRunner;
import io.framelog.ffmpeg.testing.Faces;
import io.framelog.ffmpeg.testing.PictureRecorder;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code viewer detect --faces} with files. */
class DetectFacesTest {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int FPS = 10;
    private static final double BEGIN = 5;
    private static final double END = 8;

    @TempDir
    private static Path folder;

    private static Path clip = Path.of("");

    private record Outcome(int exitCode, String text) {
        List<Map<String, Object>> json() throws Exception {
            List<Map<String, Object>> events = new ArrayList<>();
            for (String line : text.lines().filter(it -> it.startsWith("{")).toList()) {
                events.add(JSON.std.mapFrom(line));
            }
            return events;
        }
    }

    /** H.264 of 11 seconds, in which a woman crosses. */
    @BeforeAll
    static void record() {
        List<Long> micros = new ArrayList<>();
        List<BufferedImage> pictures = new ArrayList<>();
        for (int i = 0; i < 11 * FPS; i++) {
            micros.add(i * 1_000_000L / FPS);
            pictures.add(picture((double) i / FPS));
        }
        clip = PictureRecorder.of("libopenh264", "yuv420p").record(folder.resolve("clip.mp4"), micros, pictures);
    }

    private static BufferedImage picture(double t) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D painter = picture.createGraphics();
        Random chance = new Random(1);
        for (int i = 0; i < 200; i++) {
            int level = 60 + chance.nextInt(120);
            painter.setColor(new Color(level, level, level));
            painter.fillRect(chance.nextInt(WIDTH), chance.nextInt(HEIGHT), chance.nextInt(120), chance.nextInt(80));
        }
        if (t >= BEGIN && t < END) {
            Faces.paintWoman(painter, (int) (40 + 100 * (t - BEGIN)), 100);
        }
        painter.dispose();
        return picture;
    }

    private static Outcome run(String... arguments) {
        return run(clip, arguments);
    }

    private static Outcome run(Path file, String... arguments) {
        List<String> all = new ArrayList<>(List.of("detect", "--json", "--file", file.toString()));
        all.addAll(List.of(arguments));
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(printed, true, UTF_8)) {
            System.setOut(stream);
            System.setErr(stream);
            int code = new CommandRunner(Map.of(), DetectCommand.NOT_IN_ENVIRONMENT)
                    .run(new ViewerCommand(), all.toArray(String[]::new));
            return new Outcome(code, printed.toString(UTF_8).strip());
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static double number(Object map, String member) {
        return map instanceof Map<?, ?> its && its.get(member) instanceof Number number
                ? number.doubleValue()
                : Double.NaN;
    }

    private static void findsHerFace(Outcome outcome) throws Exception {
        List<Map<String, Object>> events = outcome.json();
        assertEquals(
                List.of("motion", "face"),
                events.stream().map(event -> event.get("type")).toList(),
                outcome.text());
        Map<String, Object> face = events.get(1);
        assertEquals(BEGIN, number(face, "from"), 2);
        assertEquals(END, number(face, "to"), 0.8);
        assertTrue(number(face, "score") >= 0.75, outcome.text());
        assertTrue(face.get("boxes") instanceof List<?>, outcome.text());
        List<?> boxes = (List<?>) face.get("boxes");
        assertEquals(1, boxes.size(), outcome.text());
        assertEquals(58.0 / WIDTH, number(boxes.get(0), "width"), 0.04);
        assertEquals(158.0 / HEIGHT, number(boxes.get(0), "y") + number(boxes.get(0), "height") / 2, 0.05);
    }

    @Test
    void findsFacesWhileSomethingMoves() throws Exception {
        findsHerFace(run("--faces"));
    }

    @Test
    void findsFacesWithAModel() throws Exception {
        findsHerFace(run("--face-model", Faces.model().toString()));
    }

    /** Nothing is known of what moves before. */
    @Test
    void findsFacesInTheFirstSecondsOfAFile() throws Exception {
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < 6 * FPS; i++) {
            micros.add(i * 1_000_000L / FPS);
        }
        Path people = PictureRecorder.of("libopenh264", "yuv420p")
                .record(
                        folder.resolve("people.mp4"),
                        micros,
                        Collections.nCopies(micros.size(), Faces.THREE.picture()));

        Outcome outcome = run(people, "--face-model", Faces.model().toString());

        List<Map<String, Object>> events = outcome.json();
        assertEquals(1, events.size(), outcome.text());
        assertEquals("face", events.get(0).get("type"));
        assertEquals(0, number(events.get(0), "from"));
        assertTrue(number(events.get(0), "to") < 2, "later, nothing moves: " + outcome.text());
        assertTrue(events.get(0).get("boxes") instanceof List<?> boxes && boxes.size() == 3, outcome.text());
    }

    @Test
    void looksForFacesOnlyIfAsked() throws Exception {
        assertEquals(
                List.of("motion"),
                run().json().stream().map(event -> event.get("type")).toList());
    }

    @Test
    void leavesOutFacesWhereMotionDoesNotCount() throws Exception {
        Outcome outcome = run("--faces", "--ignore", "0,0 1,0 1,0.55 0,0.55");

        assertEquals(
                List.of("motion"),
                outcome.json().stream().map(event -> event.get("type")).toList(),
                outcome.text());
    }

    @Test
    void saysWhatIsWrongWithAModel() throws Exception {
        Path text = Files.writeString(folder.resolve("model.tflite"), "no model");

        Outcome missing = run("--face-model", "missing.tflite");
        Outcome wrong = run("--face-model", text.toString());
        Outcome noFile = run("--face-model", folder.toString());

        assertEquals(
                new Outcome(66, "viewer: --face-model missing.tflite does not exist; bin/face-model gets the model"),
                missing);
        assertEquals(66, wrong.exitCode());
        assertTrue(
                wrong.text()
                        .lines()
                        .toList()
                        .contains("viewer: --face-model " + text + " is not face_detection_full_range.tflite of "
                                + "MediaPipe, which bin/face-model gets: OpenCV cannot read it"),
                wrong.text());
        assertEquals(new Outcome(66, "viewer: --face-model " + folder + " is a folder: name the file"), noFile);
    }
}

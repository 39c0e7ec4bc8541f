package io.framelog.viewer.detect;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.cli.FileFault;
import io.framelog.detection.face.FaceSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads what finds faces: MediaPipe's model if there is its file, else the detector that comes with OpenCV. */
public final class FaceModel {
    /** The model's file, as bin/face-model names it. */
    static final String FILE = "face_detection_full_range.tflite";

    private static final long MAX_BYTES = 16L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(FaceModel.class);

    private FaceModel() {}

    /**
     * Loads the model that bin/face-model has put in its place, or else the detector that comes with OpenCV.
     *
     * @throws CommandFailure if it cannot be loaded
     */
    public static FaceSearch usual() {
        return installed(System.getenv(), Path.of(System.getProperty("user.home", "")))
                .map(FaceModel::open)
                .orElseGet(FaceModel::builtIn);
    }

    /**
     * The model that bin/face-model has put in its place.
     *
     * @param environment XDG_DATA_HOME counts, as in that script
     * @param home the user's folder
     */
    private static Optional<Path> installed(Map<String, String> environment, Path home) {
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        Path folder = data.isEmpty() ? home.resolve(".local/share") : Path.of(data);
        return Optional.of(folder.resolve("framelog").resolve(FILE)).filter(Files::isRegularFile);
    }

    /**
     * Loads a model.
     *
     * @throws CommandFailure if the file is not this model, or OpenCV cannot be loaded
     */
    public static FaceSearch open(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new CommandFailure(ExitCode.NO_INPUT, "--face-model " + file + " is a folder: name the file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw unusable(file, new IllegalArgumentException("it has more than " + MAX_BYTES + " bytes"));
            }
            byte[] model = Files.readAllBytes(file);
            FaceSearch search = withOpenCv(() -> FaceSearch.withModel(model));
            LOG.info("faces are found with the model {}", file);
            return search;
        } catch (NoSuchFileException e) {
            throw new CommandFailure(
                    ExitCode.NO_INPUT, "--face-model " + file + " does not exist; bin/face-model gets the model", e);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.NO_INPUT, "--face-model " + file + " cannot be read: " + FileFault.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw unusable(file, e);
        }
    }

    private static CommandFailure unusable(Path file, IllegalArgumentException cause) {
        return new CommandFailure(
                ExitCode.NO_INPUT,
                "--face-model " + file + " is not " + FILE + " of MediaPipe, which bin/face-model gets: "
                        + cause.getMessage(),
                cause);
    }

    private static FaceSearch builtIn() {
        FaceSearch search = withOpenCv(FaceSearch::withCascade);
        LOG.info("faces are found without a model; more are found with the one that bin/face-model gets");
        return search;
    }

    private static FaceSearch withOpenCv(Supplier<FaceSearch> loading) {
        try {
            return loading.get();
        } catch (LinkageError e) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED,
                    "faces cannot be found, because OpenCV's libraries cannot be loaded. This build is for another "
                            + "kind of machine, or libraries are missing: " + e.getMessage(),
                    e);
        }
    }
}

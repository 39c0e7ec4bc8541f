package io.framelog.viewer;

import io.framelog.detection.face.FaceSearch;
import io.framelog.viewer.detect.FaceModel;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for faces. Filled by picocli, then only read. */
final class FaceOptions {
    @Option(
            names = "--faces",
            fallbackValue = "true",
            description = "Find faces, too, while something moves. They are found, not recognised.")
    private boolean faces;

    @Option(
            names = "--face-model",
            paramLabel = "FILE",
            description = "Find faces with this model, which bin/face-model gets. Default: the model that "
                    + "bin/face-model has put in its place; without it, a detector that finds fewer faces.")
    private @Nullable Path model;

    /**
     * Loads what finds the faces. FFmpeg must be loaded before.
     *
     * @return empty if faces are not wanted
     * @throws io.framelog.cli.CommandFailure if it cannot be loaded
     */
    Optional<FaceSearch> search() {
        if (model != null) {
            return Optional.of(FaceModel.open(model));
        }
        return faces ? Optional.of(FaceModel.usual()) : Optional.empty();
    }
}

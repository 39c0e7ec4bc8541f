package io.framelog.viewer.detect;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.cli.FileFault;
import io.framelog.detection.face.FaceSearch;
import io.framelog.detection.face.FaceWatch;
import io.framelog.detection.motion.Finding;
import io.framelog.detection.motion.MotionSettings;
import io.framelog.detection.motion.MotionWatch;
import io.framelog.detection.motion.Workspace;
import io.framelog.ffmpeg.FFmpegException;
import io.framelog.ffmpeg.GreyFile;
import io.framelog.ffmpeg.GreyPicture;
import io.framelog.ffmpeg.PictureTooLargeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds motion, and faces if they are wanted, in a video file. For one thread; used once. */
public final class FileDetection implements MotionWatch.Listener {
    private static final double MICROS = 1e6;

    private final Path file;
    private final MotionSettings settings;
    private final long leastStep;
    private final Optional<FaceSearch> search;
    private final FaceWatch faces;
    private final Consumer<Finding> output;
    private long pictures;
    private long last;
    private @Nullable Workspace workspace;
    private @Nullable MotionWatch watch;
    private int width;
    private int height;

    /**
     * A search of a file.
     *
     * @param search finds the faces while something moves; empty if faces are not looked for
     * @param output receives each finding when it is over
     */
    public FileDetection(Path file, WatchSettings settings, Optional<FaceSearch> search, Consumer<Finding> output) {
        this.file = file;
        this.settings = settings.motion();
        leastStep = settings.leastStep();
        this.search = search;
        faces = new FaceWatch(settings.motion(), this);
        this.output = output;
    }

    /**
     * Looks at the whole file.
     *
     * @return the time of its last picture in seconds
     * @throws CommandFailure if the file cannot be read, or not to its end; what was found before has been passed on
     */
    public double run() throws InterruptedException {
        if (Files.isDirectory(file)) {
            throw new CommandFailure(ExitCode.NO_INPUT, file + " is a folder: name a video file");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                GreyFile video =
                        new GreyFile(channel, Workspace.LONGEST_SIDE, leastStep, search.isPresent(), this::look)) {
            boolean more = true;
            while (more) {
                more = video.advance();
            }
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, file + " does not exist", e);
        } catch (PictureTooLargeException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, file + " cannot be decoded: " + e.getMessage(), e);
        } catch (FFmpegException e) {
            String until = pictures == 0 ? "" : " after " + last / MICROS + " s";
            throw new CommandFailure(
                    ExitCode.NO_INPUT, file + " cannot be read as a video" + until + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, file + " cannot be read: " + FileFault.reason(e), e);
        } finally {
            finish();
        }
        if (pictures == 0) {
            throw new CommandFailure(ExitCode.NO_INPUT, file + " has no picture that can be decoded");
        }
        return last / MICROS;
    }

    private void look(GreyPicture picture, GreyFile.Colours colours, long micros) throws FFmpegException {
        int itsWidth = picture.size().width();
        int itsHeight = picture.size().height();
        MotionWatch present = watch;
        Workspace work = workspace;
        if (present == null || work == null || itsWidth != width || itsHeight != height) {
            finish();
            width = itsWidth;
            height = itsHeight;
            work = new Workspace(width, height);
            present = new MotionWatch(width, height, settings, this);
            workspace = work;
            watch = present;
        }
        var unusedBest = present.look(work, picture.luma(), micros, pictures);
        if (search.isPresent()) {
            lookForFaces(search.get(), present, colours, micros);
        }
        pictures++;
        last = micros;
    }

    private void lookForFaces(FaceSearch its, MotionWatch motion, GreyFile.Colours colours, long micros)
            throws FFmpegException {
        // The clip may begin when something moves already.
        if (!motion.isMoving() && !motion.isLearning()) {
            faces.finish();
        } else if (faces.wants(micros)) {
            var unusedBest = faces.look(its.find(colours.get(), motion.moving()), motion.zones(), micros, pictures);
        }
    }

    @Override
    public void began(Finding finding) {
        // A file is searched; what is over has all that the beginning has.
    }

    @Override
    public void ended(Finding finding) {
        output.accept(finding);
    }

    private void finish() {
        if (watch != null) {
            watch.finish();
            watch = null;
        }
        faces.finish();
    }
}

package io.framelog.viewer.detect;

import io.framelog.detection.face.Face;
import io.framelog.detection.face.FaceSearch;
import io.framelog.detection.motion.Box;
import io.framelog.ffmpeg.ColourDecoder;
import io.framelog.ffmpeg.FFmpegException;
import io.framelog.ffmpeg.PictureTooLargeException;
import io.framelog.frame.Frame;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the faces in frames. For one thread. */
final class FaceFinder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FaceFinder.class);

    private final FaceSearch search;
    private final ColourDecoder decoder = new ColourDecoder();

    /** @param search not closed with this object */
    FaceFinder(FaceSearch search) {
        this.search = search;
    }

    /**
     * Looks for faces.
     *
     * @param moving what moves in the frame
     * @return the faces, the surest first; empty if the frame cannot be decoded
     */
    Optional<List<Face>> find(Frame frame, List<Box> moving) throws InterruptedException {
        try {
            return decoder.decode(frame.format(), frame.image()).map(picture -> search.find(picture, moving));
        } catch (PictureTooLargeException | FFmpegException e) {
            LOG.debug("faces were not looked for in a frame of {}: {}", frame.stream(), e.getMessage());
        } catch (IOException e) {
            LOG.debug("faces were not looked for in a frame of {}", frame.stream(), e);
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        decoder.close();
    }
}

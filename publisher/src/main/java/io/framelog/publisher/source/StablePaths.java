package io.framelog.publisher.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The paths by which Linux names devices after what they are, and not after the order in which they were found.
 *
 * @param folder has links to the devices
 */
record StablePaths(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(StablePaths.class);

    /** Of this machine's cameras. */
    static StablePaths ofCameras() {
        return new StablePaths(Path.of("/dev/v4l/by-id"));
    }

    /** Those that lead to a device. */
    List<String> of(Path device) {
        try (Stream<Path> links = Files.list(folder)) {
            return links.filter(link -> leads(link, device))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.debug("{} cannot be read: there may be no such devices", folder, e);
            return List.of();
        }
    }

    private static boolean leads(Path link, Path device) {
        try {
            return Files.isSameFile(link, device);
        } catch (IOException e) {
            LOG.debug("{} leads nowhere", link, e);
            return false;
        }
    }
}

package io.framelog.publisher.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the files of devices are. */
final class DeviceFiles {
    /** The part of a file's mode that has its kind ({@code S_IFMT}), and the kind of a character device. */
    private static final int KIND = 0170000;

    private static final int CHARACTER_DEVICE = 0020000;

    private DeviceFiles() {}

    /** Whether this is a device such as a camera; also where the system does not tell. */
    static boolean isCharacterDevice(Path path) {
        try {
            return Files.getAttribute(path, "unix:mode") instanceof Integer mode && (mode & KIND) == CHARACTER_DEVICE;
        } catch (IOException | UnsupportedOperationException e) {
            return true; // opening it will tell
        }
    }
}

package io.framelog.viewer.export;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The file that an export writes, or standard output ({@code -}). The file has another name until it is complete, and
 * is deleted if it will never be. Can be called from any thread.
 */
public final class ExportTarget {
    private static final String STANDARD_OUTPUT = "-";

    private final String name;
    private final Path file;
    private final Path partial;
    private @Nullable WritableByteChannel channel;
    private boolean ended;

    /**
     * Does not create the file yet.
     *
     * @param name of the file, or {@code -} for standard output
     */
    public ExportTarget(String name) {
        this.name = name;
        file = Path.of(name);
        partial = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    }

    /** Whether it is standard output. */
    public boolean isStandardOutput() {
        return name.equals(STANDARD_OUTPUT);
    }

    /**
     * Checks that the file can be written.
     *
     * @param force whether an existing file may be replaced
     * @throws CommandFailure if not, with the remedy
     */
    public void check(boolean force) {
        if (isStandardOutput()) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw new CommandFailure(ExitCode.USAGE, name + " is a folder: choose a file in it");
        }
        if (!force && Files.exists(file)) {
            throw new CommandFailure(ExitCode.USAGE, name + " exists: choose another name, or replace it with --force");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new CommandFailure(ExitCode.USAGE, name + " cannot be written: there is no folder " + folder);
        }
    }

    /** Creates the file. */
    public synchronized WritableByteChannel open() throws IOException {
        if (ended) {
            throw new IOException("interrupted");
        }
        WritableByteChannel opened = isStandardOutput()
                ? Channels.newChannel(standardOutput())
                : Files.newByteChannel(
                        partial,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        channel = opened;
        return opened;
    }

    /** Buffered, since Java's channel of a plain FileOutputStream claims to be seekable, which a pipe is not. */
    private static OutputStream standardOutput() {
        return new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
    }

    /**
     * Closes the file and gives it its name.
     *
     * @return its size in bytes; 0 for standard output
     */
    public synchronized long commit() throws IOException {
        close();
        if (ended || isStandardOutput()) {
            return 0;
        }
        long bytes = Files.size(partial);
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        ended = true;
        return bytes;
    }

    /** Deletes the file, unless it is complete. */
    public synchronized void abandon() {
        try {
            close();
            if (!ended && !isStandardOutput()) {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            // Nobody takes a file of that name for a complete one.
        } finally {
            ended = true;
        }
    }

    private void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    @Override
    public String toString() {
        return isStandardOutput() ? "standard output" : name;
    }
}

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
 * The file that an export becomes. It has another name until it is whole, and is removed where it will never be; standard
 * output, which is {@code -}, has no name. Safe for any number of threads.
 */
public final class ExportTarget {
    private static final String STANDARD_OUTPUT = "-";

    private final String name;
    private final Path file;
    private final Path partial;
    private @Nullable WritableByteChannel channel;
    private boolean ended;

    /**
     * Makes nothing yet.
     *
     * @param name of a file; {@code -} is standard output
     */
    public ExportTarget(String name) {
        this.name = name;
        file = Path.of(name);
        partial = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    }

    /** Whether it is no file. */
    public boolean isStandardOutput() {
        return name.equals(STANDARD_OUTPUT);
    }

    /**
     * Refuses a file that is there already, or that cannot be there.
     *
     * @param force whether a file that is there may be replaced
     * @throws CommandFailure with what to do
     */
    public void check(boolean force) {
        if (isStandardOutput()) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw new CommandFailure(ExitCode.USAGE, name + " is a folder: name a file in it");
        }
        if (!force && Files.exists(file)) {
            throw new CommandFailure(ExitCode.USAGE, name + " exists: choose another name, or replace it with --force");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new CommandFailure(ExitCode.USAGE, name + " cannot be written: there is no folder " + folder);
        }
    }

    /** Begins the file. */
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

    /** Of a FileOutputStream itself Java would make a channel that says it can be gone back in, which a pipe cannot. */
    private static OutputStream standardOutput() {
        return new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
    }

    /**
     * Ends the file and gives it its name.
     *
     * @return its bytes; of standard output none
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

    /** Removes what there is of it, unless it is whole. */
    public synchronized void abandon() {
        try {
            close();
            if (!ended && !isStandardOutput()) {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            // It has no name that anybody takes for a whole file.
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

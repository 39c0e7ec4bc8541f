package io.framelog.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be used, in words for people: what Java says of some faults is only the file's path. */
public final class FileFault {
    private FileFault() {}

    /** The reason, as it follows "cannot be read: ". */
    public static String reason(IOException fault) {
        if (fault instanceof NoSuchFileException) {
            return "no such file";
        }
        if (fault instanceof AccessDeniedException) {
            return "permission denied to the user of this process";
        }
        if (fault instanceof CharacterCodingException) {
            return "it is not UTF-8";
        }
        if (fault instanceof FileSystemException detailed && detailed.getReason() != null) {
            return detailed.getReason();
        }
        return String.valueOf(fault.getMessage());
    }
}

package io.framelog.publisher.source;

import io.framelog.frame.ImageSize;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is asked of a source, where it can choose.
 *
 * @param size the wanted size; a camera is asked for it
 * @param framesPerSecond the wanted rate; a camera is asked for it
 * @param takesJpeg whether JPEGs are taken as they are; otherwise they are decoded
 */
public record SourceOptions(Optional<ImageSize> size, OptionalDouble framesPerSecond, boolean takesJpeg) {}

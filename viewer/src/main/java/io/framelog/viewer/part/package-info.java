/** Frames as they are sent: each is put once into memory that all connections share. */
@NullMarked
package io.framelog.viewer.part;

import org.jspecify.annotations.NullMarked;

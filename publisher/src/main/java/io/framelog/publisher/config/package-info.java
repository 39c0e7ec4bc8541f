/** Reads the file of {@code --config}: what it says, and where. It does not know what the keys mean. */
@NullMarked
package io.framelog.publisher.config;

import org.jspecify.annotations.NullMarked;

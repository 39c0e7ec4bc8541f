/** Sources of pictures: cameras, files, URLs, a test pattern. */
@NullMarked
package io.framelog.publisher.source;

import org.jspecify.annotations.NullMarked;

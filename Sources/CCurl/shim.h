#pragma once

// libcurl sets options through variadic functions, which Swift cannot call: one typed wrapper for each type of argument.

#include <curl/curl.h>

static inline CURLcode curl_easy_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_easy_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

/// The string is copied by libcurl; null puts the option back to its default.
static inline CURLcode curl_easy_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_easy_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

/// The list is borrowed: it must live until the transfer has ended.
static inline CURLcode curl_easy_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_easy_set_write_callback(CURL *handle, CURLoption option, curl_write_callback value) {
    return curl_easy_setopt(handle, option, value);
}

/// Gives the bytes of what is uploaded.
static inline CURLcode curl_easy_set_read_callback(CURL *handle, curl_read_callback value) {
    return curl_easy_setopt(handle, CURLOPT_READFUNCTION, value);
}

/// Goes back in what is uploaded, where libcurl has to send it again over another connection.
static inline CURLcode curl_easy_set_seek_callback(CURL *handle, curl_seek_callback value) {
    return curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, value);
}

/// Is asked at least once a second whether the transfer may go on.
static inline CURLcode curl_easy_set_progress_callback(CURL *handle, curl_xferinfo_callback value) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}

/// Has libcurl sign requests as S3 wants it (Signature Version 4); not built in before 7.88, which signed other header fields
/// than were sent.
static inline CURLcode curl_easy_sign_for_s3(CURL *handle, const char *provider_and_region) {
#if LIBCURL_VERSION_NUM >= 0x075800
    return curl_easy_setopt(handle, CURLOPT_AWS_SIGV4, provider_and_region);
#else
    return CURLE_NOT_BUILT_IN;
#endif
}

static inline CURLcode curl_easy_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode curl_easy_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode curl_easy_get_pointer(CURL *handle, CURLINFO info, void **value) {
    return curl_easy_getinfo(handle, info, (char **)value);
}

static inline CURLMcode curl_multi_set_long(CURLM *handle, CURLMoption option, long value) {
    return curl_multi_setopt(handle, option, value);
}

/// The next transfer that has ended, or null; its handle and result come out of the message's union.
static inline CURL *curl_multi_next_finished(CURLM *handle, CURLcode *result) {
    int left = 0;
    for (CURLMsg *message; (message = curl_multi_info_read(handle, &left)) != NULL;) {
        if (message->msg == CURLMSG_DONE) {
            *result = message->data.result;
            return message->easy_handle;
        }
    }
    return NULL;
}

/// Allows one scheme and no other, by the means that this version of libcurl has.
static inline CURLcode curl_easy_allow_only(CURL *handle, int is_tls) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, is_tls ? "https" : "http");
#else
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(is_tls ? CURLPROTO_HTTPS : CURLPROTO_HTTP));
#endif
}

/// Trusts whom the system trusts, or a file of certificates in its place: host and certificate have to be right, TLS is 1.2 or
/// later, no redirect is followed, and no file of passwords is read.
static inline void curl_easy_trust(CURL *handle, const char *certificates) {
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (certificates != NULL) {
        curl_easy_setopt(handle, CURLOPT_CAINFO, certificates);
        curl_easy_setopt(handle, CURLOPT_CAPATH, NULL);
    }
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
}

/// Allows the schemes of mail servers and no other.
static inline CURLcode curl_easy_allow_mail(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
#else
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_SMTP | CURLPROTO_SMTPS));
#endif
}

/// Has a part shown where it stands: libcurl would call a part within a part an attachment.
static inline CURLcode curl_mime_set_inline(curl_mimepart *part) {
    struct curl_slist *fields = curl_slist_append(NULL, "Content-Disposition: inline");
    return curl_mime_headers(part, fields, 1);
}

// Macros and enumerators whose C types Swift would not accept where they are used.
static const long curl_http_version_1_1 = CURL_HTTP_VERSION_1_1;
static const long curl_tls_at_least_1_2 = CURL_SSLVERSION_TLSv1_2;
static const long curl_use_ssl_for_all = CURLUSESSL_ALL;
static const size_t curl_read_aborted = CURL_READFUNC_ABORT;

static inline CURLcode curl_global_start(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

#ifdef __GLIBC__
#include <malloc.h>
#endif

/// Has the C library keep freed blocks below the first size, and free memory up to the second, instead of handing them back
/// to the kernel. Swift's Glibc module has no malloc.h.
static inline void keep_freed_memory(int block_bytes, int total_bytes) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, block_bytes);
    mallopt(M_TRIM_THRESHOLD, total_bytes);
#endif
}

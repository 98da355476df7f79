// The floor: what one thread of C++ needs to fetch, parse and stage Stripe's charges.
//
// libcurl's multi interface over eight kept connections, simdjson's on-demand parser, binary COPY into an unlogged table
// without index. Equal windows of `created`, the columns of Tieout's charge stage. It trusts what it reads: no retries,
// no checks beyond what parsing needs, nothing to resume from.

#include <curl/curl.h>
#include <libpq-fe.h>
#include <simdjson.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace od = simdjson::ondemand;

static const int kConnections = 8;
static const int kWindows = 64;
static const size_t kCopyBytes = 1 << 20;

[[noreturn]] static void fail(const std::string& what) {
    std::fprintf(stderr, "baseline: %s\n", what.c_str());
    std::exit(1);
}

// Rows in PostgreSQL's binary COPY form.
class Rows {
public:
    explicit Rows(PGconn* connection) : connection_(connection) { bytes_.reserve(kCopyBytes * 2); }

    void begin(int16_t columns) { number(columns); }
    void null() { number(int32_t(-1)); }
    void integer(int64_t value) { number(int32_t(8)); number(value); }
    void boolean(bool value) { number(int32_t(1)); bytes_.push_back(value ? 1 : 0); }
    void instant(int64_t seconds) { integer((seconds - 946684800) * 1000000); }
    void text(std::string_view value) { number(int32_t(value.size())); bytes_.append(value); }

    void sendIfFull() { if (bytes_.size() >= kCopyBytes) send(); }
    void send() {
        if (bytes_.empty()) return;
        if (PQputCopyData(connection_, bytes_.data(), int(bytes_.size())) != 1) fail(PQerrorMessage(connection_));
        bytes_.clear();
    }
    void raw(std::string_view value) { bytes_.append(value); }

private:
    template <typename Number> void number(Number value) {
        char bytes[sizeof(Number)];
        for (size_t i = 0; i < sizeof(Number); i++) bytes[i] = char(value >> (8 * (sizeof(Number) - 1 - i)));
        bytes_.append(bytes, sizeof(Number));
    }

    PGconn* connection_;
    std::string bytes_;
};

// One charge: the texts point into the page until the row is written.
struct Charge {
    std::string_view id, currency, status, payment_intent, customer, invoice, failure_code, failure_message, method;
    int64_t created = 0, amount = 0, captured_amount = 0, refunded_amount = 0;
    bool captured = false, paid = false, refunded = false, disputed = false, livemode = false;
};

static std::string_view textOrNull(od::value value) {
    if (value.is_null()) return {};
    return value.get_string().value();
}

static Charge read(od::object object) {
    Charge charge;
    for (auto field : object) {
        std::string_view key = field.unescaped_key();
        od::value value = field.value();
        if (key == "id") charge.id = value.get_string();
        else if (key == "amount") charge.amount = value.get_int64();
        else if (key == "amount_captured") charge.captured_amount = value.get_int64();
        else if (key == "amount_refunded") charge.refunded_amount = value.get_int64();
        else if (key == "captured") charge.captured = value.get_bool();
        else if (key == "created") charge.created = value.get_int64();
        else if (key == "currency") charge.currency = value.get_string();
        else if (key == "customer") charge.customer = textOrNull(value);
        else if (key == "disputed") charge.disputed = value.get_bool();
        else if (key == "failure_code") charge.failure_code = textOrNull(value);
        else if (key == "failure_message") charge.failure_message = textOrNull(value);
        else if (key == "invoice") charge.invoice = textOrNull(value);
        else if (key == "livemode") charge.livemode = value.get_bool();
        else if (key == "paid") charge.paid = value.get_bool();
        else if (key == "payment_intent") charge.payment_intent = textOrNull(value);
        else if (key == "payment_method_details") charge.method = textOrNull(value["type"]);
        else if (key == "refunded") charge.refunded = value.get_bool();
        else if (key == "status") charge.status = value.get_string();
    }
    return charge;
}

static void write(const Charge& charge, Rows& rows) {
    auto optional = [&](std::string_view value) { value.data() ? rows.text(value) : rows.null(); };
    rows.begin(18);
    rows.text(charge.id);
    rows.instant(charge.created);
    rows.integer(charge.amount);
    rows.integer(charge.captured_amount);
    rows.integer(charge.refunded_amount);
    rows.text(charge.currency);
    rows.boolean(charge.captured);
    rows.boolean(charge.paid);
    rows.boolean(charge.refunded);
    rows.boolean(charge.disputed);
    rows.text(charge.status);
    optional(charge.payment_intent);
    optional(charge.customer);
    optional(charge.invoice);
    optional(charge.failure_code);
    optional(charge.failure_message);
    optional(charge.method);
    rows.boolean(charge.livemode);
}

// A connection and the window that it walks.
struct Walk {
    CURL* curl = nullptr;
    std::string page;
    std::string cursor;
    int64_t since = 0, until = 0;
};

static size_t receive(char* data, size_t size, size_t count, void* walk) {
    static_cast<Walk*>(walk)->page.append(data, size * count);
    return size * count;
}

class Collecting {
public:
    Collecting(std::string url, std::string key, int64_t since, int64_t until, Rows& rows)
        : url_(std::move(url)), since_(since), until_(until), rows_(rows), multi_(curl_multi_init()) {
        headers_ = curl_slist_append(nullptr, ("Authorization: Bearer " + key).c_str());
        headers_ = curl_slist_append(headers_, "Stripe-Version: 2025-08-27.basil");
    }

    void run() {
        std::vector<Walk> walks(kConnections);
        for (auto& walk : walks) {
            walk.curl = curl_easy_init();
            walk.page.reserve(1 << 20);
            curl_easy_setopt(walk.curl, CURLOPT_HTTPHEADER, headers_);
            curl_easy_setopt(walk.curl, CURLOPT_WRITEFUNCTION, receive);
            curl_easy_setopt(walk.curl, CURLOPT_WRITEDATA, &walk);
            curl_easy_setopt(walk.curl, CURLOPT_PRIVATE, &walk);
            curl_easy_setopt(walk.curl, CURLOPT_BUFFERSIZE, 524288L);
            curl_easy_setopt(walk.curl, CURLOPT_FAILONERROR, 1L);
            if (nextWindow(walk)) ask(walk);
        }
        int running = 1;
        while (running > 0) {
            curl_multi_perform(multi_, &running);
            int left;
            while (CURLMsg* message = curl_multi_info_read(multi_, &left)) finish(message, running);
            if (running > 0) curl_multi_poll(multi_, nullptr, 0, 1000, nullptr);
        }
        for (auto& walk : walks) curl_easy_cleanup(walk.curl);
        curl_multi_cleanup(multi_);
        curl_slist_free_all(headers_);
    }

    long objects = 0, requests = 0;

private:
    bool nextWindow(Walk& walk) {
        if (window_ == kWindows) return false;
        walk.since = since_ + (until_ - since_) * window_ / kWindows;
        walk.until = since_ + (until_ - since_) * (window_ + 1) / kWindows;
        walk.cursor.clear();
        window_++;
        return true;
    }

    void ask(Walk& walk) {
        std::string target = url_ + "/v1/charges?limit=100&created[gte]=" + std::to_string(walk.since) +
                             "&created[lt]=" + std::to_string(walk.until);
        if (!walk.cursor.empty()) target += "&starting_after=" + walk.cursor;
        walk.page.clear();
        curl_easy_setopt(walk.curl, CURLOPT_URL, target.c_str());
        curl_multi_add_handle(multi_, walk.curl);
        requests++;
    }

    void finish(CURLMsg* message, int& running) {
        if (message->msg != CURLMSG_DONE) return;
        Walk* walk = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &walk);
        if (message->data.result != CURLE_OK) fail(curl_easy_strerror(message->data.result));
        curl_multi_remove_handle(multi_, walk->curl);
        if (!parse(*walk) && !nextWindow(*walk)) return;
        ask(*walk);
        running++;
    }

    // Whether the window goes on behind this page.
    bool parse(Walk& walk) {
        walk.page.reserve(walk.page.size() + simdjson::SIMDJSON_PADDING);
        od::document document = parser_.iterate(walk.page.data(), walk.page.size(), walk.page.capacity());
        bool hasMore = false;
        for (auto field : document.get_object()) {
            std::string_view key = field.unescaped_key();
            if (key == "data") {
                for (od::object object : field.value().get_array()) {
                    Charge charge = read(object);
                    write(charge, rows_);
                    walk.cursor.assign(charge.id);
                    objects++;
                }
            } else if (key == "has_more") {
                hasMore = field.value().get_bool();
            }
        }
        rows_.sendIfFull();
        return hasMore;
    }

    std::string url_;
    int64_t since_, until_;
    Rows& rows_;
    CURLM* multi_;
    curl_slist* headers_ = nullptr;
    od::parser parser_;
    int window_ = 0;
};

static void execute(PGconn* connection, const char* sql, ExecStatusType expected) {
    PGresult* result = PQexec(connection, sql);
    if (PQresultStatus(result) != expected) fail(PQerrorMessage(connection));
    PQclear(result);
}

// Arguments: url key host user since until
int main(int count, char** arguments) {
    if (count != 7) fail("usage: collect url key host user since until");
    curl_global_init(CURL_GLOBAL_DEFAULT);
    std::string settings = std::string("host=") + arguments[3] + " user=" + arguments[4] + " dbname=postgres";
    PGconn* connection = PQconnectdb(settings.c_str());
    if (PQstatus(connection) != CONNECTION_OK) fail(PQerrorMessage(connection));
    execute(connection, "SET client_min_messages = warning; DROP TABLE IF EXISTS baseline_charge", PGRES_COMMAND_OK);
    execute(connection,
            "CREATE UNLOGGED TABLE baseline_charge (id text NOT NULL, created timestamptz NOT NULL, amount bigint NOT NULL,"
            " amount_captured bigint, amount_refunded bigint NOT NULL, currency text NOT NULL, captured boolean NOT NULL,"
            " paid boolean, refunded boolean, disputed boolean, status text NOT NULL, payment_intent text, customer text,"
            " invoice text, failure_code text, failure_message text, payment_method_type text, livemode boolean NOT NULL)",
            PGRES_COMMAND_OK);

    auto start = std::chrono::steady_clock::now();
    execute(connection, "COPY baseline_charge FROM STDIN (FORMAT binary)", PGRES_COPY_IN);
    Rows rows(connection);
    rows.raw(std::string_view("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19));
    Collecting collecting(arguments[1], arguments[2], std::atoll(arguments[5]), std::atoll(arguments[6]), rows);
    try {
        collecting.run();
    } catch (const simdjson::simdjson_error& error) {
        fail(error.what());
    }
    rows.raw(std::string_view("\377\377", 2));
    rows.send();
    if (PQputCopyEnd(connection, nullptr) != 1) fail(PQerrorMessage(connection));
    PGresult* result = PQgetResult(connection);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(PQerrorMessage(connection));
    PQclear(result);
    double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double cpu = double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                 double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    std::printf("{\"peer\":\"baseline\",\"objects\":%ld,\"seconds\":%.3f,\"cpu_seconds\":%.3f,\"peak_mib\":%.1f,"
                "\"requests\":%ld}\n",
                collecting.objects, seconds, cpu, double(usage.ru_maxrss) / 1024, collecting.requests);
    execute(connection, "DROP TABLE baseline_charge", PGRES_COMMAND_OK);
    PQfinish(connection);
}
